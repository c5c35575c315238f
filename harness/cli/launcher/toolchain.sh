# Finding and building what `lanyard` and `check` run on. Sourced; expects $home, the project's folder.
# shellcheck shell=bash disable=SC2015,SC2034,SC2154

needed_jdk=25
jdk_missing="needs a JDK $needed_jdk or newer and found none: install one (Debian 13: apt-get install openjdk-25-jdk; any system: adoptium.net) or set JAVA_HOME to it"
maven_missing="needs Maven to build itself and found none: apt-get install maven (or maven.apache.org), then run this again"

# Under the locale C, which CI jobs and services often have, a JVM on Linux opens no file whose path is not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX) [ "$(uname -s)" = Linux ] && export LC_ALL=C.UTF-8 ;;
esac

# The major version of the JDK in $1, read from its release file: starting each JVM to ask would cost a second.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the home of the first JDK that is new enough.
find_jdk() {
  local candidate version on_path
  on_path=$(command -v javac) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${LANYARD_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" \
      /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* /opt/*jdk* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    version=$(jdk_version "$candidate") && [ "${version:-0}" -ge "$needed_jdk" ] || continue
    echo "$candidate"
    return 0
  done
  return 1
}

install_maven() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  echo "lanyard: installing Maven (Debian package)" >&2
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends maven; } >/dev/null 2>&1
}

# Whether any source of the program is newer than the stamp $1; folders count, so that a deleted file is seen too.
stale() {
  [ -f "$1" ] || return 0
  [ -n "$(cd "$home" && find pom.xml harness firmware-stubs reports \
      -name target -prune -o \( -path '*/src/main*' -o -name pom.xml -o -path '*/launcher*' \) -newer "$1" -print -quit)" ]
}

# Builds the program into $1. One builder at a time: a second one waits, then finds the work done.
build() {
  local app=$1 log started
  mkdir -p "$app"
  exec 8>"$app/lock"
  if command -v flock >/dev/null; then
    flock -w 600 8 || { echo "lanyard: another build has held $app/lock for ten minutes" >&2; return 1; }
    stale "$app/built" || return 0
  fi
  rm -rf "${app:?}/lib"  # or a jar of an older version would stay on the class path
  log="$app/build.log"
  started=$(mktemp "$app/started.XXXXXX")
  echo "lanyard: building (the first time fetches about 80 MB; log in ${log#"$PWD"/})" >&2
  if ! (cd "$home" && mvn -B -ntp -DskipTests -pl harness/cli -am package) >"$log" 2>&1; then
    grep -m 12 -E '^\[ERROR\]' "$log" >&2
    echo "lanyard: the build failed; the whole log is in $log" >&2
    rm -f "$started"
    return 1
  fi
  # Before the caches, which know jars by size and time. Failing costs only speed.
  "$java_home/bin/java" -cp "$app/lib/*" dev.lanyard.cli.Cacheable "$app/lib" >>"$log" 2>&1
  train_aot_caches "$app"
  mv "$started" "$app/built"
  exec 8>&-
}

# Records which classes a start needs, so that the next ones load them ready made: in `runs.aot` those of commands that
# send traffic, in `reads.aot` those of commands that are over before, because a start loads all that its cache holds.
# Failing costs only speed.
train_aot_caches() {
  local kind jit
  rm -f "$1"/*.aot
  for kind in runs reads; do
    jit=(-XX:+UseSerialGC)
    [ "$kind" = reads ] && jit+=(-XX:TieredStopAtLevel=1)  # as the launcher starts them
    timeout 400 "$java_home/bin/java" "${jit[@]}" -XX:AOTCacheOutput="$1/$kind.aot" --enable-native-access=ALL-UNNAMED \
      -Dlanyard.home="$home" -cp "$1/lib/*" dev.lanyard.cli.Main warm-up "$kind" >"$1/aot-$kind.log" 2>&1 || rm -f "$1/$kind.aot"
  done
}
