/** Bytes handed over in one go, so that the thread is never held up for long. */
const PART = 2 ** 16;

/** Whether these are the first bytes of a gzip file. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The bytes inside a gzip file; bytes that are not gzip (a host that inflated them on the way) come back as they are. */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const { readable, writable } = new DecompressionStream("gzip");
  const [inflated] = await Promise.all([new Response(readable).arrayBuffer(), feed(writable, bytes)]);
  return new Uint8Array(inflated);
}

/** By hand, because WebKit cannot read a blob in the worker of a page without an origin. */
async function feed(writable: WritableStream<BufferSource>, bytes: Uint8Array): Promise<void> {
  const writer = writable.getWriter();
  for (let at = 0; at < bytes.length; at += PART) await writer.write(bytes.subarray(at, at + PART) as BufferSource);
  await writer.close();
}
