package io.nvvideo.bitstream;

import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;

import io.nvvideo.demux.Demuxer;
import io.nvvideo.ffmpeg.CodecData;
import io.nvvideo.ffmpeg.FfmpegErrors;
import io.nvvideo.io.ByteSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * How many bits each frame header of AV1 videos has, by the library and by FFmpeg's own reader of them, whose filter
 * {@code trace_headers} logs every element with its place. In a process of its own: there is one log.
 */
public final class Av1HeaderLengths {
    static final String SAME = "same ";

    private static final Pattern ELEMENT = Pattern.compile("^(\\d+) +(\\S+) +([01]*) = ");
    private static final String BEGIN = "Frame Header";
    /** Said when all of it was read, and by what ends a unit. */
    private static final Pattern BEHIND = Pattern.compile("^Frame \\d+:|trailing_one_bit|zero_bit|tile_start_and_end");

    private static final List<String> LINES = new ArrayList<>();
    private static final StringBuilder LINE = new StringBuilder();

    /** FFmpeg keeps no more than its address. */
    private static final LogCallback LISTENER = new LogCallback() {
        @Override
        public void call(int level, BytePointer message) {
            LINE.append(message.getString());
            int end = LINE.indexOf("\n");
            while (end >= 0) {
                LINES.add(
                        LINE.substring(0, end).replaceFirst("^\\[[^]]*\\] ", "").strip());
                LINE.delete(0, end + 1);
                end = LINE.indexOf("\n");
            }
        }
    };

    private Av1HeaderLengths() {}

    /** For each file: {@link #SAME} and how many there are, or both lists. */
    public static void main(String[] files) {
        for (String file : files) {
            List<Integer> ours = new ArrayList<>();
            List<Integer> theirs = new ArrayList<>();
            read(Path.of(file), ours, theirs);
            String name = Path.of(file).getFileName().toString();
            System.out.println(name + "\t" + (ours.equals(theirs) ? SAME + ours.size() : ours + " not " + theirs));
        }
    }

    private static void read(Path file, List<Integer> ours, List<Integer> theirs) {
        Av1FrameHeaders headers = new Av1FrameHeaders();
        Av1Frames frames = new Av1Frames();
        Av1SequenceHeader sequence = null;
        try (Demuxer demuxer = Demuxer.open(ByteSource.of(file), () -> false)) {
            AVBSFContext filter = new AVBSFContext(null);
            AVPacket packet = av_packet_alloc();
            int stream = demuxer.bestVideoStream();
            demuxer.select(stream);
            check(av_bsf_alloc(av_bsf_get_by_name("trace_headers"), filter));
            check(avcodec_parameters_copy(
                    filter.par_in(), demuxer.stream(stream).codecpar()));
            check(av_bsf_init(filter));
            while (demuxer.read(packet)) {
                ByteBuffer bytes = CodecData.bytes(packet.data(), packet.size());
                for (Av1Unit unit : Av1Unit.split(bytes)) {
                    if (unit.type() == Av1Unit.SEQUENCE_HEADER) {
                        sequence = Av1SequenceHeader.read(unit.bytes(Integer.MAX_VALUE));
                    } else if (unit.type() == Av1Unit.FRAME || unit.type() == Av1Unit.FRAME_HEADER) {
                        ours.add(headers.read(sequence, unit).bits());
                    }
                }
                frames.read(bytes);
                listen();
                check(av_bsf_send_packet(filter, packet));
                check(av_bsf_receive_packet(filter, packet));
                theirs.addAll(lengths());
                av_packet_unref(packet);
            }
            av_packet_free(packet);
            av_bsf_free(filter);
        }
    }

    private static void listen() {
        LINES.clear();
        avutil.av_log_set_level(avutil.AV_LOG_TRACE);
        avutil.setLogCallback(LISTENER);
    }

    /** From the place of the first element to the end of the last one. */
    private static List<Integer> lengths() {
        List<Integer> lengths = new ArrayList<>();
        int begin = -1;
        int end = -1;
        boolean inside = false;
        for (String line : LINES) {
            Matcher element = ELEMENT.matcher(line);
            if (line.equals(BEGIN)) {
                inside = true;
                begin = -1;
            } else if (inside && (BEHIND.matcher(line).find() || line.equals("OBU header"))) {
                lengths.add(end - begin);
                inside = false;
            } else if (inside && element.find()) {
                int at = Integer.parseInt(element.group(1));
                begin = begin < 0 ? at : begin;
                end = at + element.group(3).length();
            }
        }
        if (inside) {
            lengths.add(end - begin);
        }
        return lengths;
    }

    private static void check(int result) {
        FfmpegErrors.check(result, "Cannot read headers");
    }
}
