// Python processes that stay alive and answer one request at a time: their turns can so alternate with the browser's.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const PYTHON = path("../target/bench/venv/bin/python");

/** One thread for every library that would take more. */
const ONE_THREAD = { OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
/** Of no use to a current OpenBLAS, and slow: they name an older processor than there is. */
const SLOWING = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
/** glibc keeps what is freed, which spares PyTorch the page faults of a new buffer in each batch. */
const TUNED_MALLOC = { MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: "8000000000", MALLOC_TOP_PAD_: "500000000" };

function environment(how) {
  const all = { ...process.env, ...ONE_THREAD, ...(how === "tuned" ? TUNED_MALLOC : {}) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !SLOWING.includes(name)));
}

/** Starts python_lime.py; resolves to {versions, ask(request), close()} once it has said that it is ready. */
export async function startPython(how) {
  const files = ["../www/model/weights.safetensors", "../www/model/vocab.txt"].map(path);
  const python = spawn(PYTHON, [path("python_lime.py"), how, ...files], {
    env: environment(how),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`python_lime.py ${how} ended without an answer; what it said stands above`);
    return JSON.parse(value);
  };
  const versions = await answer();
  return {
    versions,
    ask(request) {
      python.stdin.write(`${JSON.stringify(request)}\n`);
      return answer();
    },
    close: () => python.stdin.end(),
  };
}
