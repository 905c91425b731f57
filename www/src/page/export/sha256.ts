/**
 * SHA-256 of a text's UTF-8 bytes. By hand, because browsers keep crypto.subtle from pages without a secure origin, and a
 * citation must name the same text wherever it was made. It is 0.55 kB of the second script (brotli); in its place
 * @noble/hashes 2.4.0 is 2.11 kB and js-sha256 1.0.0 is 2.45 kB.
 */

const WORD = 2 ** 32;
const ROUNDS = 64;

/** The first bits of the roots of the first primes: what the hash begins with, and what each round adds. */
function constants(): { start: number[]; added: number[] } {
  const primes: number[] = [];
  for (let n = 2; primes.length < ROUNDS; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const bits = (root: number) => ((root % 1) * WORD) | 0;
  return {
    start: primes.slice(0, 8).map((prime) => bits(Math.sqrt(prime))),
    added: primes.map((prime) => bits(Math.cbrt(prime))),
  };
}

const turned = (value: number, by: number) => (value >>> by) | (value << (32 - by));

export function sha256(text: string): string {
  const { start, added } = constants();
  const view = padded(new TextEncoder().encode(text));
  const hash = [...start];
  for (let at = 0; at < view.byteLength; at += 64) mix(hash, schedule(view, at), added);
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The bytes, a one bit, zeros, and their number of bits, in blocks of 64 bytes. */
function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n);
  return view;
}

function schedule(view: DataView, at: number): number[] {
  const w = Array.from({ length: 16 }, (_, i) => view.getInt32(at + 4 * i));
  const word = (i: number) => w[i] ?? 0;
  for (let i = 16; i < ROUNDS; i++) {
    const [a, b] = [word(i - 15), word(i - 2)];
    const small = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const large = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    w.push((word(i - 16) + small + word(i - 7) + large) | 0);
  }
  return w;
}

function mix(hash: number[], w: number[], added: number[]): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let i = 0; i < ROUNDS; i++) {
    const one =
      (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + (added[i] ?? 0) + (w[i] ?? 0)) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i] = ((hash[i] ?? 0) + word) | 0;
  });
}
