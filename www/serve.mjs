// A static file server for this machine only: `node serve.mjs FOLDER [PORT]`. The browser tests import `serve`.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".gz": "application/gzip", // never with Content-Encoding: the page inflates its own files
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** The file a request means, or null outside the folder. */
function fileOf(root, url) {
  const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  const file = resolve(join(root, path.endsWith("/") ? `${path}index.html` : path));
  return file === root || file.startsWith(root + sep) ? file : null;
}

/**
 * Serves `folder` on 127.0.0.1. `headers` are added to every answer; `answer(request, response)` may answer itself by
 * returning true. Resolves to the server, with `origin` set.
 */
export function serve(folder, { port = 0, headers = {}, answer = () => false } = {}) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    try {
      if (await answer(request, response)) return;
      const file = fileOf(root, request.url);
      const found = file && (await stat(file).catch(() => null));
      if (!found?.isFile()) {
        response.writeHead(404, { "content-type": "text/plain", ...headers }).end("Not found\n");
        return;
      }
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, {
        "content-type": type,
        "content-length": found.size,
        "cache-control": "no-cache",
        ...headers,
      });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(400).end();
    }
  });
  return new Promise((done, refuse) => {
    server.once("error", refuse);
    server.listen(port, "127.0.0.1", () =>
      done(Object.assign(server, { origin: `http://127.0.0.1:${server.address().port}` })),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = ".", port = "8000"] = process.argv.slice(2);
  serve(folder, { port: Number(port) }).then(
    (server) => console.log(`${server.origin}/   (Ctrl-C stops)`),
    (error) => {
      console.error(
        error.code === "EADDRINUSE" ? `port ${port} is taken: say PORT=8001 ./build.sh serve` : error.message,
      );
      process.exitCode = 2;
    },
  );
}
