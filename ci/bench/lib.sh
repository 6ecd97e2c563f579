# What the benchmarks share: the machine, the packed jar, Debian's ffmpeg and the others that nvvideo is measured against.
# To be sourced after ci/lib.sh.

build_jar() {
  local inputs=(pom.xml native/pom.xml connector/pom.xml native/src/main connector/src/main)
  if [ -f "$jar" ] && [ -z "$(find "${inputs[@]}" -newer "$jar" -print -quit)" ]; then
    return
  fi
  maven package -DskipTests -pl connector -am
}

install_debian_ffmpeg() {
  command -v ffmpeg >/dev/null || apt_install ffmpeg
}

install_peers() {
  if .venv-bench/bin/python -c '' 2>/dev/null && cmp -s ci/bench/requirements.txt .venv-bench/installed-requirements.txt; then
    return
  fi
  rm -rf .venv-bench
  python3 -m venv .venv-bench
  # One after the other: a peer that cannot be installed here must not keep the others out.
  grep -v '^#' ci/bench/requirements.txt | while read -r package; do
    .venv-bench/bin/pip install --disable-pip-version-check "$package" || echo "Not installed: $package"
  done
  cp ci/bench/requirements.txt .venv-bench/installed-requirements.txt
}

prepare_bench() {
  prepare_machine
  jar=$(packed_jar)
  step "Build $(basename "$jar")" build_jar
  step "Find Debian's ffmpeg, or install it" install_debian_ffmpeg
  step "Make .venv-bench with the others" install_peers
  BENCH_SPARK_JARS=$(.venv/bin/python -c 'import pyspark; print(pyspark.__path__[0] + "/jars")')
  export BENCH_SPARK_JARS NVVIDEO_JAR=$jar
}

# The program that JavaCPP's presets bring, beside the very libraries that nvvideo decodes with.
unpack_presets_ffmpeg() {
  local version
  version=$(sed -n 's:.*<ffmpeg.version>\(.*\)</ffmpeg.version>.*:\1:p' pom.xml | head -n 1)
  [ ! -f "$presets/$version" ] || return 0
  maven --non-recursive dependency:copy -Dartifact="org.bytedeco:ffmpeg:$version:jar:linux-x86_64" -DoutputDirectory="$PWD/$presets"
  .venv/bin/python -m zipfile -e "$presets/ffmpeg-$version-linux-x86_64.jar" "$presets"
  chmod +x "$BENCH_PRESETS_FFMPEG"
  touch "$presets/$version"
}

# Its libavdevice wants libraries of the desktop.
try_presets_ffmpeg() {
  LD_LIBRARY_PATH=$BENCH_PRESETS_LIBRARIES "$BENCH_PRESETS_FFMPEG" -version && return
  apt_install libpulse0 libasound2 libxcb1 libxcb-shm0 libxcb-shape0 libxcb-xfixes0
  LD_LIBRARY_PATH=$BENCH_PRESETS_LIBRARIES "$BENCH_PRESETS_FFMPEG" -version
}

prepare_presets_ffmpeg() {
  presets=target/bench-ffmpeg
  export BENCH_PRESETS_LIBRARIES=$PWD/$presets/org/bytedeco/ffmpeg/linux-x86_64
  export BENCH_PRESETS_FFMPEG=$BENCH_PRESETS_LIBRARIES/ffmpeg
  step "Unpack the presets' ffmpeg" unpack_presets_ffmpeg
  step "Try the presets' ffmpeg" try_presets_ffmpeg
}
