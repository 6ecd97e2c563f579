package io.nvvideo.cuda;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How people and schedulers name GPUs: by index ({@code 0}) or by UUID ({@code GPU-...}, also its beginning). Pure. */
final class GpuNames {
    /** Groups of a UUID in bytes (RFC 4122, 3). */
    private static final int[] GROUPS = {4, 2, 2, 2, 6};

    private GpuNames() {}

    static String uuidText(byte[] id) {
        StringBuilder text = new StringBuilder("GPU");
        int at = 0;
        for (int bytes : GROUPS) {
            text.append('-').append(HexFormat.of().formatHex(id, at, at + bytes));
            at += bytes;
        }
        return text.toString();
    }

    /**
     * The GPU of that name. A MIG instance is listed by the driver under its own UUID and found by it, with either prefix.
     *
     * @throws VideoException NO_DEVICE if there is none, INVALID_ARGUMENT if the beginning of a UUID fits several
     */
    static GpuDescription find(List<GpuDescription> gpus, String name) {
        String wanted = name.strip();
        List<GpuDescription> fitting = gpus.stream()
                .filter(gpu -> wanted.matches("\\d+")
                        ? wanted.equals(String.valueOf(gpu.index()))
                        : isUuid(wanted) && digits(gpu.uuid()).startsWith(digits(wanted)))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new VideoException(
                fitting.isEmpty() ? Code.NO_DEVICE : Code.INVALID_ARGUMENT,
                "Cannot use GPU " + name + ": " + (fitting.isEmpty() ? "none" : "more than one")
                        + " has that index or UUID. Name one of these: "
                        + String.join(
                                "; ",
                                gpus.stream().map(GpuDescription::toString).toList()) + ".");
    }

    private static boolean isUuid(String name) {
        return name.matches("(?i)(GPU|MIG)-[0-9a-f-]+");
    }

    private static String digits(String uuid) {
        return uuid.substring(4).toLowerCase(Locale.ROOT);
    }
}
