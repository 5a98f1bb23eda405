import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * Serves a folder of static files on the loopback address, as a host would: for a look before it is published.
 *
 * @param port 0: a free one
 * @returns the server, and the address of its root
 */
export async function serveFolder(folder: string, port = 0): Promise<{ server: Server; url: string }> {
  const root = path.resolve(folder);
  const server = createServer(({ url = "/" }, response) => {
    void answer(root, url, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", listening);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function answer(root: string, url: string, response: ServerResponse): Promise<void> {
  const found = (await fileAt(root, url)) ?? undefined;
  const file = found ?? (await fileAt(root, "/404.html"));
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("No such page.\n");
    return;
  }
  response.writeHead(found === undefined ? 404 : 200, {
    "content-type": TYPES[path.extname(file)] ?? "application/octet-stream",
    "cache-control": "no-cache",
  });
  createReadStream(file).pipe(response);
}

/** The file of an address, within the root and nowhere else; a folder's is its index.html. */
async function fileAt(root: string, url: string): Promise<string | undefined> {
  let name: string;
  try {
    name = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  const file = path.join(root, name.endsWith("/") ? `${name}index.html` : name);
  if (name.includes("\0") || !file.startsWith(root + path.sep)) return undefined;
  return (await stat(file).catch(() => undefined))?.isFile() ? file : undefined;
}
