package io.nvvideo.spark;

import java.util.Optional;

/** Reads settings of the Spark session. */
@FunctionalInterface
interface SessionConf {
    /** The value of a setting, or its default; empty if this version of Spark does not know it. */
    Optional<String> get(String key);
}
