# Builds the native and the managed part when their sources changed. Sourced by ./sogar and ./test; needs $root and machine.sh.

native_sources=(native)
managed_sources=(src hocon/reference.conf Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig global.json)

# A line that changes whenever a source is added, changed or removed; about 20 ms for the whole tree, with git or without.
fingerprint() {
  (cd "$root" && find "$@" \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort | sha256sum | cut -d' ' -f1)
}

native_fingerprint() { echo "$(fingerprint "${native_sources[@]}") ${SOGAR_TORCH:-system}"; }
managed_fingerprint() { fingerprint "${managed_sources[@]}"; }

is_current() { [ "$(cat "$root/build/$1.stamp" 2>/dev/null)" = "$2" ]; }

is_built() {
  is_current native "$(native_fingerprint)" && is_current managed "$(managed_fingerprint)" && [ -f "$root/build/host/sogar.dll" ]
}

# logged NAME COMMAND...: runs it with its output in build/NAME.log, which is shown if it fails.
logged() {
  local log="$root/build/$1.log"
  shift
  "$@" >>"$log" 2>&1 </dev/null && return
  show_end_of "$log"
  fail "this failed: $*
       The whole log is in $log"
}

# Two first calls at once must not build into each other; the second waits and finds everything done.
with_lock() {
  mkdir -p "$root/build"
  (
    if ! flock -n 9; then
      say "another call is building; waiting for it"
      flock 9
    fi
    "$@"
  ) 9>"$root/build/.lock"
}

build_native() {
  local print
  print="$(native_fingerprint)"
  require_packages $(native_packages)
  say "building the native part, some minutes the first time (log in build/native.log)"
  : >"$root/build/native.log"
  # CMake remembers the libraries it found; those of another libtorch must not be mixed in.
  [ "$(cut -d' ' -f2- "$root/build/native.stamp" 2>/dev/null)" = "${print#* }" ] || rm -f "$root/build/native-cmake/CMakeCache.txt"
  configure_native native-cmake
  logged native cmake --build "$root/build/native-cmake" --parallel "$(nproc)"
  echo "$print" >"$root/build/native.stamp"
}

# configure_native FOLDER [OPTION...]
configure_native() {
  logged native cmake -S "$root/native" -B "$root/build/$1" -DCMAKE_BUILD_TYPE=Release "-DSOGAR_TORCH=${SOGAR_TORCH:-}" "${@:2}"
}

build_managed() {
  local print log="$root/build/managed.log" host="$root/src/SoGar.Host" ahead=-p:PublishReadyToRun=true
  print="$(managed_fingerprint)"
  require_sdk
  say "building the managed part (log in build/managed.log)"
  # A package feed that lacks the compiler which works ahead costs tenths of a second at each start, and nothing else.
  if ! dotnet restore "$host" "$ahead" -v q --disable-build-servers >"$log" 2>&1 </dev/null && grep -qi crossgen "$log"; then
    say "this package feed has no ahead-of-time compiler (crossgen2): starting will take longer"
    ahead=-p:PublishReadyToRun=false
  fi
  logged managed dotnet publish "$host" -c Release -o "$root/build/host" --nologo -v q -nodeReuse:false --disable-build-servers "$ahead"
  echo "$print" >"$root/build/managed.stamp"
}

build_what_changed() {
  is_current native "$(native_fingerprint)" || build_native
  if ! is_current managed "$(managed_fingerprint)" || [ ! -f "$root/build/host/sogar.dll" ]; then build_managed; fi
}
