package io.nvvideo.decode;

import io.nvvideo.image.Image;
import java.util.function.Supplier;

/**
 * A picture as it came out of a decoder, valid until the decoder is used again.
 *
 * @param packet number of its (first) packet in decode order, or -1 if the decoder lost it
 * @param pts in ticks of the stream, as the decoder gives or guesses it; {@code FrameIndex.NO_TIMESTAMP} if it cannot
 * @param dts of its packet in ticks, or {@code FrameIndex.NO_TIMESTAMP}
 * @param duration in ticks, 0 if unknown
 * @param keyFrame whether the decoder marked it as a key frame
 * @param type {@code I}, {@code P}, {@code B}, {@code S}, {@code s} (SI), {@code p} (SP), {@code b} (BI), or {@code ?}
 * @param corrupt whether the decoder reported damage or concealed it
 * @param pixels makes the pixels on the first call; not to be asked of pictures that were not {@linkplain Reading#wanted wanted}
 */
public record DecodedPicture(
        int packet,
        long pts,
        long dts,
        long duration,
        boolean keyFrame,
        String type,
        boolean corrupt,
        Supplier<Image> pixels) {}
