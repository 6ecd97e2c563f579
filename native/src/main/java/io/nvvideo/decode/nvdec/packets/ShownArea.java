package io.nvvideo.decode.nvdec.packets;

import io.nvvideo.bitstream.BitReader;
import io.nvvideo.bitstream.H264SequenceParameters;
import io.nvvideo.bitstream.H264Units;
import io.nvvideo.bitstream.HevcParameterSets;
import io.nvvideo.bitstream.HevcUnits;
import io.nvvideo.bitstream.PictureArea;
import io.nvvideo.bitstream.StartCodes;
import io.nvvideo.cuda.NvdecCodec;
import io.nvvideo.cuda.VideoSequence;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What of the pictures is shown, read from the packets that are fed, because NVDEC's parser tells something else (seen of the
 * parsers of drivers 470 to 555): of H.264 and HEVC it passes over what is cut off at the left and at the top, and counts the rest
 * of H.264's in units of 4:2:0, whatever the chroma; odd sizes of VP8 it makes even. Of VP9 it is said to tell render_size (its
 * open-source twin: {@code BeginPicture} of VulkanVP9Decoder.cpp, nvpro-samples/vk_video_samples), which is a wish that decoders of the
 * CPU pass over, and may be larger than the frame.
 */
public final class ShownArea {
    private static final int MACROBLOCK = 16;

    private final NvdecCodec codec;
    private final Map<Long, PictureArea> h264 = new HashMap<>();
    private final HevcParameterSets hevc = new HevcParameterSets();
    /** Of the packet that is fed; null if it begins with no key frame. */
    private SequenceMark key;
    /** Of H.264 and HEVC: the headers that were told last, and the same with what is shown; null before that. */
    private VideoSequence told;

    private VideoSequence known;
    /** Whether the packet that is fed brings all sets of H.264 or HEVC that its picture needs, and refers to no other. */
    private boolean alone;

    ShownArea(NvdecCodec codec) {
        this.codec = codec;
    }

    /** A packet that is about to be fed, with start codes where the codec has them, in big-endian order. */
    void feed(ByteBuffer packet) {
        switch (codec) {
            case H264, HEVC -> learn(packet);
            case VP8, VP9 -> key = SequenceMark.of(codec, packet);
            default -> {}
        }
    }

    /** Whether what is fed refers to nothing that was before it: of VP8 and VP9. */
    boolean beginsWithKey() {
        return key != null;
    }

    /** Parameter sets stand before the slices that follow them. */
    private void learn(ByteBuffer packet) {
        boolean sequence = false;
        boolean picture = false;
        int at = StartCodes.next(packet, 0);
        while (at + StartCodes.BYTES < packet.limit() && !isSlice(type(packet, at))) {
            int next = StartCodes.next(packet, at + StartCodes.BYTES);
            ByteBuffer unit = packet.slice(at + StartCodes.BYTES, next - at - StartCodes.BYTES);
            int type = type(packet, at);
            sequence |= type == (isHevc() ? HevcUnits.SEQUENCE_PARAMETERS : H264Units.SEQUENCE_PARAMETERS);
            picture |= type == (isHevc() ? HevcUnits.PICTURE_PARAMETERS : H264Units.PICTURE_PARAMETERS);
            if (isHevc()) {
                hevc.learn(unit);
            } else if (type == H264Units.SEQUENCE_PARAMETERS) {
                learnH264(unit);
            }
            at = next;
        }
        alone = sequence && picture && at + StartCodes.BYTES < packet.limit() && isAlone(type(packet, at));
    }

    /** The parser is a new one, and will tell headers. */
    void clear() {
        told = null;
    }

    private boolean isHevc() {
        return codec == NvdecCodec.HEVC;
    }

    private int type(ByteBuffer packet, int startCode) {
        byte header = packet.get(startCode + StartCodes.BYTES);
        return isHevc() ? header >> 1 & 0x3f : header & 0x1f;
    }

    private boolean isSlice(int type) {
        return isHevc() ? type < HevcUnits.FIRST_NO_PICTURE : type >= H264Units.SLICE && type <= H264Units.SLICE_IDR;
    }

    private boolean isAlone(int type) {
        return isHevc() ? type == HevcUnits.IDR || type == HevcUnits.IDR_WITH_LEADING : type == H264Units.SLICE_IDR;
    }

    /**
     * Whether another part of the pictures is shown from the packet that is fed on, and the parser, to which it looks like that which
     * was shown before, would tell no sequence.
     */
    public boolean changesUntold() {
        if (told == null) {
            return false;
        }
        VideoSequence next = showing(areas(), told);
        return next.right() == known.right() && next.bottom() == known.bottom() && !next.equals(known);
    }

    /** Whether a parser can begin with the packet that is fed, and nothing behind it refers to what was before: of H.264 and HEVC. */
    public boolean beginsAlone() {
        return alone;
    }

    private void learnH264(ByteBuffer unit) {
        try {
            H264SequenceParameters set = H264SequenceParameters.read(unit);
            h264.put(set.id(), set.area());
        } catch (BitReader.EndOfHeader e) {
            // The parser cannot read it either, or will tell something of its own.
        }
    }

    /** Whether any parameter set that was fed cuts off what the parser leaves there. */
    public boolean isCutAtLeftOrTop() {
        return areas().anyMatch(area -> area.left() > 0 || area.top() > 0);
    }

    private Stream<PictureArea> areas() {
        Stream<PictureArea> areas = codec == NvdecCodec.HEVC
                ? hevc.sequences().stream().map(HevcParameterSets.Sequence::area)
                : h264.values().stream();
        return areas.filter(Objects::nonNull);
    }

    /** The same headers with what is shown. */
    VideoSequence of(VideoSequence headers) {
        return switch (codec) {
            case H264, HEVC -> {
                told = headers;
                known = showing(areas(), headers);
                yield known;
            }
            case VP8 ->
                key == null
                        ? headers
                        : headers.cut(odd(key.width(), headers.width()), odd(key.height(), headers.height()));
            case VP9 -> wholeFrame(headers);
            default -> headers;
        };
    }

    /** Several sets may be there, and nobody tells which one counts; the size does, and what is cut off at the other sides. */
    private static VideoSequence showing(Stream<PictureArea> sets, VideoSequence told) {
        return sets.filter(area -> isOfSize(area, told))
                .max(Comparator.comparing(area -> area.right() == told.right() && area.bottom() == told.bottom()))
                .map(area -> told.showing(area.left(), area.top(), area.right(), area.bottom()))
                .orElse(told);
    }

    /** The parser counts in whole macroblocks. */
    private static boolean isOfSize(PictureArea area, VideoSequence told) {
        return told.codedWidth() - area.codedWidth() >= 0
                && told.codedWidth() - area.codedWidth() < MACROBLOCK
                && told.codedHeight() - area.codedHeight() >= 0
                && told.codedHeight() - area.codedHeight() < MACROBLOCK;
    }

    private static int odd(int inPacket, int told) {
        return told == inPacket - 1 ? inPacket : told;
    }

    private VideoSequence wholeFrame(VideoSequence told) {
        int width = told.codedWidth();
        int height = told.codedHeight();
        return key == null
                ? told.cut(width, height)
                : told.cut(Math.min(key.width(), width), Math.min(key.height(), height));
    }
}
