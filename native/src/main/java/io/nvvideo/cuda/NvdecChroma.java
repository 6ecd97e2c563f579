package io.nvvideo.cuda;

/** Chroma subsampling as NVDEC counts it ({@code cudaVideoChromaFormat} of cuviddec.h: the ordinal). */
public enum NvdecChroma {
    MONOCHROME,
    YUV420,
    YUV422,
    YUV444;

    /** The driver's number. */
    public int number() {
        return ordinal();
    }
}
