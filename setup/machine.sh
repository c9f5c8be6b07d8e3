# What the machine has to have: the .NET SDK and Debian packages. Sourced by ./sogar and ./test; needs $root.

say() { printf 'sogar: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Without ICU, which a bare Debian lacks, the SDK starts only where it is told to do without cultures; nothing here needs any.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

# Puts dotnet on the path when it was installed by dotnet-install.sh, which leaves that to the user.
find_dotnet() {
  command -v dotnet >/dev/null && return
  local folder
  for folder in "${DOTNET_ROOT:-}" "${HOME:-/root}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    if [ -n "$folder" ] && [ -x "$folder/dotnet" ]; then
      export DOTNET_ROOT="$folder" PATH="$folder:$PATH"
      return
    fi
  done
  fail "the .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or run:
       curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
}

require_sdk() {
  local found
  found="$(cd "$root" && dotnet --version 2>/dev/null)" && [[ "$found" == 10.* ]] && return
  fail "dotnet is here ($(command -v dotnet)), but no .NET 10 SDK that starts (found: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ' | sed 's/ $//;s/^$/none/')).
       'dotnet --version' says: $(cd "$root" && dotnet --version 2>&1 | head -n 3)
       Get one from https://dotnet.microsoft.com/download/dotnet/10.0, or run:
       curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
}

# What the native side builds from and runs on, and what .NET's packages are fetched with. With SOGAR_TORCH the libtorch is the user's own.
native_packages() {
  [ -n "${SOGAR_TORCH:-}" ] || echo libtorch-dev
  echo libgloo-dev libopenblas0-openmp libavformat-dev libavcodec-dev libavutil-dev libswscale-dev ffmpeg cmake g++ make pkg-config ca-certificates
}

# What the tests compare with and run against; they start a PostgreSQL of their own and leave the machine's alone.
test_packages() { echo python3-torch python3-av postgresql; }

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# require_packages NAME...: installs what is missing, quietly and once; SOGAR_NO_INSTALL=1 only says what it would install.
require_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian; what it calls $* has to be here already"
    return
  fi
  local name missing=()
  for name in "$@"; do is_installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || return 0

  local line="apt-get install --no-install-recommends ${missing[*]}" as_root=()
  [ "${SOGAR_NO_INSTALL:-}" != 1 ] || fail "packages are missing, and SOGAR_NO_INSTALL=1 forbids to install them. Run as root:
       $line"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "packages are missing, and there is no sudo to install them. Run as root:
       $line"
    as_root=(sudo)
  fi

  say "installing ${missing[*]} (log in build/packages.log)"
  local log="$root/build/packages.log"
  mkdir -p "$root/build"
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
  # Most machines know the packages already; the lists are fetched only where that did not do.
  "${install[@]}" >"$log" 2>&1 </dev/null && return
  if "${as_root[@]}" apt-get update -qq >>"$log" 2>&1 && "${install[@]}" >>"$log" 2>&1 </dev/null; then return; fi
  show_end_of "$log"
  fail "the packages could not be installed; mend what the log says, or run as root: $line"
}

show_end_of() { tail -n 40 "$1" | sed 's/^/  | /' >&2; }
