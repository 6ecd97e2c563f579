package io.nvvideo.ffmpeg;

/** What has to be set before the first class of JavaCPP is touched. */
public final class JavaCpp {
    private JavaCpp() {}

    /**
     * Lifts JavaCPP's limit on the physical memory of the whole process, unless somebody has set one: it would stall an executor
     * (10 x gc and sleep), and costs 2 us a pointer. JavaCPP reads the property once, in the initialiser of {@code Pointer}.
     */
    public static void liftMemoryLimit() {
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null
                && System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        }
    }
}
