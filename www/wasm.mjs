// A wasm file by its sections: taking the function names out of what ships, and adding up its code by crate.

const [CUSTOM, CODE, DATA] = [0, 10, 11];
const FUNCTION_NAMES = 1;
/** Names of no crate: the compiler's own routines. */
const OTHER = "(other)";
/** rustc's glue belongs to the type it was made for. */
const GLUE = /^core::ptr::drop_(?:in_place|glue)</;

/** Reads numbers and texts one after another. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** LEB128, unsigned. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }
}

/** The sections: each one's number, whole bytes, and contents without its head. */
function sections(wasm) {
  const found = [];
  for (const reader = new Reader(wasm, 8); reader.at < wasm.length;) {
    const from = reader.at;
    const id = wasm[reader.at++];
    const length = reader.number();
    found.push({
      id,
      contents: wasm.subarray(reader.at, reader.at + length),
      whole: wasm.subarray(from, reader.at + length),
    });
    reader.at += length;
  }
  return found;
}

const isNames = ({ id, contents }) => id === CUSTOM && new Reader(contents).text() === "name";

/** The same program without its functions' names, a seventh of the file. */
export function withoutNames(wasm) {
  const kept = sections(wasm).filter((section) => !isNames(section));
  return Buffer.concat([wasm.subarray(0, 8), ...kept.map(({ whole }) => whole)]);
}

/**
 * [crate, bytes] from the largest. A function counts for the crate that its name begins with: a generic one for the
 * crate that wrote it, whatever it was made for. Static data (texts, tables) is a line of its own.
 */
export function crateSizes(wasm) {
  const all = sections(wasm);
  const contents = (id) => all.find((section) => section.id === id)?.contents ?? Buffer.alloc(0);
  const names = functionNames(all.find(isNames)?.contents);
  const sizes = new Map([["(data)", contents(DATA).length]]);
  // Imported functions come first in the numbering and have no code here.
  const first = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(
    ({ kind }) => kind === "function",
  ).length;
  for (const [index, size] of codeSizes(contents(CODE)).entries()) {
    const crate = crateOf(names.get(first + index));
    sizes.set(crate, (sizes.get(crate) ?? 0) + size);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}

/** Bytes of every function, in the order of the code section. */
function codeSizes(section) {
  const reader = new Reader(section);
  return Array.from({ length: reader.number() }, () => {
    const from = reader.at;
    const length = reader.number();
    reader.at += length;
    return reader.at - from;
  });
}

/** Function names by number. */
function functionNames(section) {
  if (section === undefined) throw new Error("this wasm has no function names: build it again with ./build.sh");
  const names = new Map();
  const reader = new Reader(section);
  reader.text();
  while (reader.at < section.length) {
    const kind = section[reader.at++];
    const end = reader.number() + reader.at;
    if (kind === FUNCTION_NAMES)
      for (let left = reader.number(); left > 0; left--) names.set(reader.number(), reader.text());
    reader.at = end;
  }
  return names;
}

/** The first crate of a name: of `<&T as core::fmt::Debug>::fmt` it is core. */
function crateOf(name = "") {
  return /\b([a-z_]\w*)(?:\[[0-9a-f]+\])?::/.exec(name.replace(GLUE, ""))?.[1] ?? OTHER;
}
