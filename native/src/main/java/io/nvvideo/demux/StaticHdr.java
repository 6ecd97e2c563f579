package io.nvvideo.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;

import io.nvvideo.bitstream.SeiMessage;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.media.ContentLight;
import io.nvvideo.media.MasteringDisplay;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * The static metadata of high dynamic range video (HDR10), as far as it is known.
 *
 * @param display null if nothing tells
 * @param light null if nothing tells
 */
record StaticHdr(MasteringDisplay display, ContentLight light) {
    static final StaticHdr NONE = new StaticHdr(null, null);

    private static final int MASTERING_DISPLAY = 137;
    private static final int CONTENT_LIGHT = 144;
    private static final int METADATA_CONTENT_LIGHT = 1;
    private static final int METADATA_MASTERING_DISPLAY = 2;

    /** What is not known here, from there. */
    StaticHdr or(StaticHdr other) {
        return new StaticHdr(display != null ? display : other.display, light != null ? light : other.light);
    }

    /** What the container says: boxes {@code mdcv} and {@code clli} of MP4, element Colour of Matroska. */
    static StaticHdr ofContainer(AVCodecParameters codec) {
        AVPacketSideData display = CodecData.sideData(codec, AV_PKT_DATA_MASTERING_DISPLAY_METADATA);
        AVPacketSideData light = CodecData.sideData(codec, AV_PKT_DATA_CONTENT_LIGHT_LEVEL);
        return new StaticHdr(display == null ? null : display(display), light == null ? null : light(light));
    }

    private static MasteringDisplay display(AVPacketSideData data) {
        AVMasteringDisplayMetadata display = new AVMasteringDisplayMetadata(data.data());
        boolean primaries = display.has_primaries() != 0;
        boolean luminance = display.has_luminance() != 0;
        return new MasteringDisplay(
                primaries ? value(display.display_primaries(0, 0)) : null,
                primaries ? value(display.display_primaries(0, 1)) : null,
                primaries ? value(display.display_primaries(1, 0)) : null,
                primaries ? value(display.display_primaries(1, 1)) : null,
                primaries ? value(display.display_primaries(2, 0)) : null,
                primaries ? value(display.display_primaries(2, 1)) : null,
                primaries ? value(display.white_point(0)) : null,
                primaries ? value(display.white_point(1)) : null,
                luminance ? value(display.min_luminance()) : null,
                luminance ? value(display.max_luminance()) : null);
    }

    private static ContentLight light(AVPacketSideData data) {
        AVContentLightMetadata light = new AVContentLightMetadata(data.data());
        return new ContentLight(light.MaxCLL(), light.MaxFALL());
    }

    private static Double value(AVRational rational) {
        return rational.den() == 0 ? null : (double) rational.num() / rational.den();
    }

    /** What an SEI unit says: mastering_display_colour_volume() and content_light_level_info() of Annex D in Rec. ITU-T H.264 and H.265. */
    static StaticHdr ofSei(ByteBuffer unit, int headerBytes) {
        List<SeiMessage> messages = SeiMessage.read(unit, headerBytes);
        StaticHdr found = NONE;
        for (SeiMessage message : messages == null ? List.<SeiMessage>of() : messages) {
            ByteBuffer payload = message.payload();
            if (message.type() == MASTERING_DISPLAY && payload.limit() >= 24) {
                // In units of 0.00002 and 0.0001 cd/m2; the primaries are green, blue and red.
                found = found.or(new StaticHdr(
                        display(payload, 2, 0, 1, 50_000, unsigned(payload, 20), 10_000, unsigned(payload, 16), 10_000),
                        null));
            } else if (message.type() == CONTENT_LIGHT && payload.limit() >= 4) {
                found = found.or(new StaticHdr(null, light(payload, 0)));
            }
        }
        return found;
    }

    /** What a metadata OBU says: AV1 specification, 5.8.3, 5.8.4 and 6.7.3, 6.7.4. */
    static StaticHdr ofMetadata(ByteBuffer payload) {
        int type = payload.limit() == 0 ? 0 : payload.get(0);
        if (type == METADATA_CONTENT_LIGHT && payload.limit() >= 5) {
            return new StaticHdr(null, light(payload, 1));
        }
        if (type == METADATA_MASTERING_DISPLAY && payload.limit() >= 25) {
            // 0.16, 24.8 and 18.14 fixed point; the primaries are red, green and blue.
            ByteBuffer display = payload.duplicate().position(1).slice();
            return new StaticHdr(
                    display(display, 0, 1, 2, 1 << 16, unsigned(display, 20), 1 << 14, unsigned(display, 16), 1 << 8),
                    null);
        }
        return NONE;
    }

    private static MasteringDisplay display(
            ByteBuffer data,
            int red,
            int green,
            int blue,
            double chromaticityUnits,
            long min,
            double minUnits,
            long max,
            double maxUnits) {
        double[] points = new double[8];
        for (int i = 0; i < points.length; i++) {
            points[i] = (data.getShort(2 * i) & 0xffff) / chromaticityUnits;
        }
        return new MasteringDisplay(
                points[2 * red],
                points[2 * red + 1],
                points[2 * green],
                points[2 * green + 1],
                points[2 * blue],
                points[2 * blue + 1],
                points[6],
                points[7],
                min / minUnits,
                max / maxUnits);
    }

    private static ContentLight light(ByteBuffer data, int position) {
        return new ContentLight(data.getShort(position) & 0xffff, data.getShort(position + 2) & 0xffff);
    }

    private static long unsigned(ByteBuffer data, int position) {
        return data.getInt(position) & 0xffffffffL;
    }
}
