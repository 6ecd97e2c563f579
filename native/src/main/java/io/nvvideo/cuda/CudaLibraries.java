package io.nvvideo.cuda;

import io.nvvideo.cuda.CudaReport.RuntimeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** Opens the shared libraries that the presets for CUDA need, before any class of them is touched. */
final class CudaLibraries {
    /** Where toolkits put their libraries; the loader looks everywhere else by itself. */
    private static final List<String> TOOLKITS = List.of("/usr/local/cuda/lib64/", "/usr/local/cuda-%s/lib64/");

    private CudaLibraries() {}

    /** Opens a library for the whole process; returns why that failed, or null. */
    static String open(String library) {
        try {
            Loader.loadGlobal(library);
            return null;
        } catch (UnsatisfiedLinkError e) {
            return rootMessage(e);
        }
    }

    /**
     * Opens the CUDA runtime library. JavaCPP's library for the driver is linked to it, though nothing here calls it; so where
     * there is none an empty library of that name does.
     */
    static RuntimeLibrary openRuntime() {
        String major = runtimeMajor();
        String name = "libcudart.so." + major;
        if (!"stub".equals(System.getProperty(CudaProbe.RUNTIME_PROPERTY))) {
            if (open(name) == null) {
                return RuntimeLibrary.FOUND;
            }
            for (String toolkit : TOOLKITS) {
                if (open(toolkit.formatted(major) + name) == null) {
                    return RuntimeLibrary.FOUND;
                }
            }
            if (CudaLibraries.class.getResource("/org/bytedeco/cuda/" + Loader.getPlatform() + "/" + name) != null) {
                return RuntimeLibrary.SHIPPED; // JavaCPP unpacks and loads it by itself
            }
        }
        return loadStandIn(name) ? RuntimeLibrary.STAND_IN : RuntimeLibrary.NONE;
    }

    /** The presets are for one major version of CUDA, which their version begins with: 13.1-9.19-1.5.13. */
    private static String runtimeMajor() {
        try {
            return Loader.getVersion("org.bytedeco", "cuda").replaceFirst("\\..*", "");
        } catch (IOException e) {
            throw new IllegalStateException("the jar lacks META-INF/maven/org.bytedeco/cuda/pom.properties", e);
        }
    }

    private static boolean loadStandIn(String name) {
        try {
            Path folder = Files.createTempDirectory("nvvideo-cuda");
            Path library = folder.resolve(name);
            try {
                Files.write(library, StandInLibrary.bytes(name));
                System.load(library.toString());
                return true;
            } finally {
                // What is loaded stays, its file need not.
                Files.deleteIfExists(library);
                Files.delete(folder);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Loads JavaCPP's library for NVDEC, so that it fails here or never. */
    static void loadVideoBindings() {
        Loader.load(org.bytedeco.nvcodec.global.nvcuvid.class);
    }

    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return (root.getMessage() == null ? root.toString() : root.getMessage())
                .strip()
                .replaceAll("\\.+$", "");
    }
}
