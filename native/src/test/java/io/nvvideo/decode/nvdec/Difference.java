package io.nvvideo.decode.nvdec;

/** How far the frames of two decoders are apart, told by the first and the largest difference. */
final class Difference {
    private final String what;
    private int frames;
    private int framesApart;
    private long samplesApart;
    private double most;
    private String first;
    private String complaint;

    /** {@code what} is compared, in the singular. */
    Difference(String what) {
        this.what = what;
    }

    /** How many were compared. */
    int frames() {
        return frames;
    }

    /** Something that no tolerance excuses. */
    void missing(String what) {
        if (complaint == null) {
            complaint = what;
        }
    }

    /** Which frame it is: its number on the CPU, and that of the packet that the GPU names. */
    void number(int wanted, int found) {
        if (wanted != found) {
            missing(what + " " + frames + " is number " + found + " on the GPU, " + wanted + " on the CPU");
        }
    }

    /**
     * Compares two frames.
     *
     * @param wantedShape the CPU's layout and size
     * @param foundShape the GPU's
     * @param deep whether samples have 16 bits, little endian
     * @param bytes what the layout has at that size
     */
    void frame(String wantedShape, String foundShape, byte[] wanted, byte[] found, boolean deep, int bytes) {
        int number = frames++;
        if (!wantedShape.equals(foundShape) || wanted.length != found.length || bytes != found.length) {
            missing(what + " " + number + " is " + foundShape + " on the GPU, " + wantedShape + " on the CPU");
            return;
        }
        int step = deep ? 2 : 1;
        boolean apart = false;
        for (int at = 0; at < wanted.length; at += step) {
            int distance = Math.abs(sample(wanted, at, deep) - sample(found, at, deep));
            if (distance != 0) {
                if (first == null) {
                    first = what + " " + number + " byte " + at;
                }
                apart = true;
                samplesApart++;
                most = Math.max(most, deep ? distance / 257.0 : distance);
            }
        }
        framesApart += apart ? 1 : 0;
    }

    private static int sample(byte[] bytes, int at, boolean deep) {
        return deep ? (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 : bytes[at] & 0xff;
    }

    /** {@code most} is the largest difference, in steps of 255, that is none. Nothing compared is a difference. */
    String outcome(double allowed) {
        return complaint == null && frames > 0 && most <= allowed ? GpuChecks.SAME : GpuChecks.DIFFERS;
    }

    String text() {
        StringBuilder text = new StringBuilder(frames + " " + what + "s");
        if (complaint != null) {
            text.append("; ").append(complaint);
        }
        if (first != null) {
            text.append(String.format(
                    "; %d %ss and %d samples apart by at most %.3f of 255, first %s",
                    framesApart, what, samplesApart, most, first));
        }
        return text.toString();
    }
}
