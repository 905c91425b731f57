/** Long texts in addresses: deflated, in the letters that an address may hold. */

/** In bytes of UTF-8: more than the network reads, and little enough to be inflated between two frames. */
const LONGEST = 400_000;
/** Inflated a slice at a time, so that a slice that swells stops the rest: deflate makes 1 byte 1032 at most. */
const SLICE = 256;
/** In letters; longer addresses are cut off on their way. */
const LONGEST_PACKED = 32_000;

/** Null if it does not fit into an address. */
export async function pack(text: string): Promise<string | null> {
  if (text.length > LONGEST) return null;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  if (bytes.length > (LONGEST_PACKED / 4) * 3) return null;
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null if it is not what `pack` writes, or swells beyond what a text may have. */
export async function unpack(packed: string): Promise<string | null> {
  try {
    const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return await inflated(bytes);
  } catch {
    return null;
  }
}

async function inflated(bytes: Uint8Array): Promise<string | null> {
  let at = 0;
  const slices = new ReadableStream<BufferSource>(
    {
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, (at += SLICE)));
      },
    },
    { highWaterMark: 0 },
  );
  const reader = slices.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let [text, length] = ["", 0];
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    length += chunk.value.length;
    if (length > LONGEST) {
      void reader.cancel();
      return null;
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}
