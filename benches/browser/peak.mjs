/** The worker of the peak probes. */
import { answer, milliseconds } from "./answer.mjs";

let probes;

answer({
  async open() {
    ({ exports: probes } = (await WebAssembly.instantiateStreaming(fetch("/bench/probes.wasm"))).instance);
    probes.fill();
  },
  /** Milliseconds of `rounds` rounds of the loop `name`. */
  arithmetic: ({ name, rounds }) => milliseconds(() => probes[name](rounds, 0)),
  read: () => milliseconds(() => probes.read()),
});
