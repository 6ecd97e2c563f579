package io.nvvideo.read;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import io.nvvideo.decode.DecodedPicture;
import io.nvvideo.decode.Decoder;
import io.nvvideo.demux.PacketCursor;
import io.nvvideo.demux.ReferenceReader;
import io.nvvideo.media.FrameIndex;
import io.nvvideo.select.DecodePlan;
import java.util.Iterator;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Carries a {@link DecodePlan} out: moves the cursor, feeds the decoder, keeps what is wanted. */
final class PlanReader extends PictureReader {
    private final String name;
    private final int streamIndex;
    private final FrameIndex index;
    private final PacketCursor cursor;
    private final PacketsAhead packets;
    private final Decoder decoder;
    private final LeftOut leftOut;
    private final Iterator<DecodePlan.Run> runs;
    /** Ends the stream with what was wrong with the container's end, once; null when nothing was or it was said. */
    private VideoException damage;

    private final LostFrames losses;
    private final MissingFrames missing;
    private final DamagedPackets damaged;
    private final RunStart start;
    private final Recheck recheck;
    private DecodePlan.Run run;
    private boolean draining;
    /** The decoder is drained to go on with the next packet, not because this is the end of the run. */
    private boolean renewing;

    PlanReader(
            String name,
            int streamIndex,
            FrameIndex index,
            DecodePlan plan,
            PacketCursor cursor,
            Decoder decoder,
            ReferenceReader references,
            VideoException damage) {
        this.name = name;
        this.streamIndex = streamIndex;
        this.index = index;
        this.cursor = cursor;
        this.packets = new PacketsAhead(cursor, references);
        this.decoder = decoder;
        this.leftOut = new LeftOut(index, references);
        this.start = new RunStart(index, leftOut);
        this.losses = new LostFrames(name, index);
        this.missing = new MissingFrames(index);
        this.damaged = new DamagedPackets(index);
        this.recheck = new Recheck(index);
        this.runs = plan.runs().iterator();
        this.damage = damage;
    }

    @Override
    boolean advance() {
        while (!isClosed()) {
            losses.tell();
            if (run == null) {
                if (!runs.hasNext()) {
                    return endOfStream();
                }
                begin(runs.next());
            }
            try {
                if (step()) {
                    return true;
                }
            } catch (VideoException e) {
                if (run == null || e.code() != Code.CORRUPT) {
                    throw e;
                }
                recover(e);
            }
        }
        return false;
    }

    /** Begins the run again if that may help; throws the error otherwise, unless it is of what stands before the run. */
    private void recover(VideoException error) {
        if (decodeAnew(packets.next() - 1 - decoder.packetsInDoubt())) {
            return;
        }
        damaged.add(packets.next() - 1);
        if (start.retryAfterError()) {
            decode();
        } else if (start.isOfRun(packets.next())) {
            start.believe();
            throw error.ofFrame(frameNearby());
        }
    }

    /** Where the decoder does not say what failed: what came last into it, or on several threads what should have come out. */
    private int frameNearby() {
        int first = missing.first();
        return first >= 0 ? first : run.keep()[run.keep().length - 1];
    }

    /** One picture out of the decoder, or one packet into it; whether the picture is a wanted one. */
    private boolean step() {
        DecodedPicture decoded = decoder.receive();
        if (decoded != null) {
            return keep(decoded);
        }
        if (draining && renewing) {
            if (recheck.isOn() && decoder.isSound()) {
                recheck.countFruitless();
            }
            flush(packets.next());
            draining = false;
            renewing = false;
        } else if (draining) {
            end();
        } else {
            feed();
        }
        return false;
    }

    private boolean endOfStream() {
        VideoException last = damage;
        damage = null;
        if (last != null) {
            throw last;
        }
        return false;
    }

    private void begin(DecodePlan.Run next) {
        run = next;
        missing.begin(next.keep());
        start.begin(next);
        decode();
    }

    /** Decodes the run from where it starts now. */
    private void decode() {
        flush(start.packet());
        decode(start.packet());
    }

    private void flush(int packet) {
        if (recheck.begin(packet)) {
            decoder.restart();
        } else {
            decoder.flush();
        }
    }

    /** Decodes once more, so that damage is told exactly, from its key frame on; false if that is done already. */
    private boolean decodeAnew(int suspect) {
        int packet = decoder.isExact() && !recheck.isOn() ? -1 : recheck.begin(suspect, missing.next(), packets.next());
        if (packet < 0) {
            return false;
        }
        decoder.restart();
        leftOut.restart(packet);
        decode(packet);
        if (cursor.cannotSeek()) {
            recheck.countFruitless();
        }
        return true;
    }

    private void decode(int packet) {
        draining = false;
        renewing = false;
        missing.restart();
        damaged.clearFrom(packet);
        packets.start(packet, run.lastPacket(), leftOut.looksAtPackets());
    }

    private void feed() {
        leftOut.jump(cursor);
        boolean renews = !decoder.isSound() || recheck.isOver(packets.next());
        if (renews && packets.next() <= run.lastPacket() && index.isCleanStart(packets.next())) {
            // What is sound stays so, as if reading had begun here.
            draining = true;
            renewing = true;
            decoder.sendEnd();
            return;
        }
        AVPacket packet = packets.read();
        if (packet == null) {
            draining = true;
            decoder.sendEnd();
            return;
        }
        Encryption.refuse(packet, name);
        if (!leftOut.take(packet, packets)) {
            send(packet, packets.number());
        }
    }

    /** Whether the picture of a packet is one of those that are still to come. */
    boolean wants(int packet) {
        return missing.containsPacket(packet);
    }

    private void send(AVPacket packet, int number) {
        try {
            decoder.send(packet, number);
        } catch (VideoException e) {
            int itsFrame = index.frameOfPacket(number);
            throw itsFrame < 0 ? e : e.ofFrame(itsFrame);
        }
    }

    @Override
    void release() {
        packets.close();
    }

    /** Packets left out so far. */
    @Override
    long skipped() {
        return leftOut.count();
    }

    /** Whether the picture is a wanted one; it is then the current one. */
    private boolean keep(DecodedPicture decoded) {
        if (decoded.corrupt() && decodeAnew(packetOf(decoded))) {
            return false;
        }
        int frame = missing.frameOf(decoded);
        boolean unfounded = start.isUnfounded(decoded);
        if (unfounded && start.retryForUnfounded()) {
            decode();
            return false;
        }
        if (decoded.corrupt() || unfounded && start.packet() > 0) {
            damaged.add(decoded.packet());
        }
        if (!missing.contains(frame)) {
            return false;
        }
        boolean gap = missing.first() < frame;
        boolean corrupt = decoded.corrupt() || damaged.reach(frame);
        if (start.retryForPicture(gap, corrupt)) {
            decode();
            return false;
        }
        start.deliver(corrupt);
        missing.remove(frame);
        show(decoded, index.info(streamIndex, frame).decoded(decoded.type(), corrupt));
        return true;
    }

    private int packetOf(DecodedPicture decoded) {
        return decoded.packet() >= 0 ? decoded.packet() : packets.next() - 1 - decoder.packetsInDoubt();
    }

    /** The decoder has given all that it had of this run. */
    private void end() {
        if (start.retryAtEnd(!missing.isEmpty())) {
            decode();
            return;
        }
        run = null;
        losses.add(missing.lost());
    }
}
