package io.nvvideo.decode;

import io.nvvideo.image.Output;
import io.nvvideo.media.Orientation;
import java.util.function.IntPredicate;

/**
 * What is made of the pictures of a stream from now on.
 *
 * @param output what their pixels become
 * @param orientation how they are to be shown
 * @param wanted whether anybody may ask for the pixels of the picture of a packet, by its number; may be asked at any time
 *     between the packet and its picture
 */
public record Reading(Output output, Orientation orientation, IntPredicate wanted) {}
