package io.nvvideo.cuda;

import io.nvvideo.ffmpeg.NumberPointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.nvcodec.nvcuvid.CUVIDEOFORMAT;
import org.bytedeco.nvcodec.nvcuvid.CUVIDPARSERDISPINFO;
import org.bytedeco.nvcodec.nvcuvid.CUVIDPARSERPARAMS;
import org.bytedeco.nvcodec.nvcuvid.CUVIDPICPARAMS;
import org.bytedeco.nvcodec.nvcuvid.PFNVIDDECODECALLBACK;
import org.bytedeco.nvcodec.nvcuvid.PFNVIDDISPLAYCALLBACK;
import org.bytedeco.nvcodec.nvcuvid.PFNVIDSEQUENCECALLBACK;

/**
 * What native code calls. One instance of each kind for all parsers, kept for ever: JavaCPP has ten of a kind in a JVM and hands
 * out null for the next, and one that was collected ends the process when it is called. Parsers are told apart by a number.
 */
final class ParserCallbacks {
    private static final int STOP = 0;
    private static final int GO_ON = 1;

    private static final Map<Long, NvdecParser> PARSERS = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    private static final PFNVIDSEQUENCECALLBACK SEQUENCE = new PFNVIDSEQUENCECALLBACK() {
        @Override
        public int call(Pointer user, CUVIDEOFORMAT format) {
            return guarded(user, parser -> parser.handler().sequence(sequence(format)));
        }
    };

    private static final PFNVIDDECODECALLBACK DECODE = new PFNVIDDECODECALLBACK() {
        @Override
        public int call(Pointer user, CUVIDPICPARAMS picture) {
            return guarded(user, parser -> {
                parser.handler().decode(new PictureParameters(picture));
                return GO_ON;
            });
        }
    };

    private static final PFNVIDDISPLAYCALLBACK DISPLAY = new PFNVIDDISPLAYCALLBACK() {
        @Override
        public int call(Pointer user, CUVIDPARSERDISPINFO picture) {
            return guarded(user, parser -> {
                // Null at the end of the stream.
                if (picture != null && !picture.isNull()) {
                    parser.handler().due(due(picture));
                }
                return GO_ON;
            });
        }
    };

    private ParserCallbacks() {}

    static long register(NvdecParser parser) {
        long id = NEXT_ID.getAndIncrement();
        PARSERS.put(id, parser);
        return id;
    }

    static void forget(long id) {
        PARSERS.remove(id);
    }

    static void install(CUVIDPARSERPARAMS parameters, NumberPointer user) {
        parameters
                .pUserData(user)
                .pfnSequenceCallback(SEQUENCE)
                .pfnDecodePicture(DECODE)
                .pfnDisplayPicture(DISPLAY);
    }

    /** Nothing ever leaves: native code has no place for it to go. */
    private static int guarded(Pointer user, ToIntFunction<NvdecParser> work) {
        NvdecParser parser = null;
        try {
            parser = PARSERS.get(user.address());
            return parser == null || parser.isDeaf() ? STOP : work.applyAsInt(parser);
        } catch (Throwable e) {
            if (parser != null) {
                parser.fail(e);
            }
            return STOP;
        }
    }

    private static VideoSequence sequence(CUVIDEOFORMAT format) {
        NvdecCodec codec = java.util.Arrays.stream(NvdecCodec.values())
                .filter(known -> known.number() == format.codec())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("NVDEC tells of codec " + format.codec()));
        return new VideoSequence(
                codec,
                NvdecChroma.values()[format.chroma_format()],
                8 + (format.bit_depth_luma_minus8() & 0xff),
                format.coded_width(),
                format.coded_height(),
                format.display_area_left(),
                format.display_area_top(),
                format.display_area_right(),
                format.display_area_bottom(),
                format.min_num_decode_surfaces() & 0xff,
                format.progressive_sequence() != 0,
                new VideoSequence.Signal(
                        format.video_signal_description_video_full_range_flag() != 0,
                        format.video_signal_description_color_primaries() & 0xff,
                        format.video_signal_description_matrix_coefficients() & 0xff));
    }

    private static DuePicture due(CUVIDPARSERDISPINFO picture) {
        return new DuePicture(
                picture.picture_index(),
                picture.timestamp(),
                picture.progressive_frame() != 0,
                picture.top_field_first() != 0,
                picture.repeat_first_field() < 0);
    }
}
