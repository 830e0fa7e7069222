// SPDX-License-Identifier: Apache-2.0
/** The console as it was built. Its files are listed once, so that no address can lead to another. */

import { randomBytes } from "node:crypto";
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { Content } from "./answer.ts";
import { contentSecurityPolicy } from "./security-headers.ts";

export interface ConsoleFiles {
  /** Undefined where nothing of the console is at this address. */
  find(pathname: string, acceptEncoding?: string): Content | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
/** Worth packing: a third of its size remains. */
const TEXT = new Set([".css", ".js", ".json", ".svg"]);
const INDEX = "/index.html";
/** A name with the hash of its content: `assets/index-B3fZ0xQ1.js`. */
const HASHED = /^\/assets\/.*[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const A_YEAR = "public, max-age=31536000, immutable";
/** What the page has where the nonce belongs (Vite's `html.cspNonce`). */
const NONCE_PLACE = "__CSP_NONCE__";

export function openConsoleFiles(folder: string): ConsoleFiles | undefined {
  const files = new Map(
    listFiles(folder).map((path) => [`/${relative(folder, path).split(sep).join("/")}`, path]),
  );
  const index = files.get(INDEX);
  if (index === undefined) return undefined;
  files.delete(INDEX);
  const page = readFileSync(index, "utf8");
  const packs = new Map<string, Buffer>();
  const packed = (path: string) => {
    const pack = packs.get(path) ?? gzipSync(readFileSync(path));
    packs.set(path, pack);
    return pack;
  };
  return {
    find(pathname, acceptEncoding = "") {
      const path = files.get(pathname);
      const isPacked = path !== undefined && TEXT.has(extname(path)) && /\bgzip\b/.test(acceptEncoding);
      if (path !== undefined) return fileContent(path, pathname, isPacked ? packed(path) : undefined);
      // Pages of the console have addresses of their own; a missing file is no page.
      return extname(pathname) === "" || pathname === INDEX ? pageContent(page) : undefined;
    },
  };
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // not built: the hub works without its console
  }
}

function fileContent(path: string, pathname: string, pack: Buffer | undefined): Content {
  return new Content(pack ?? createReadStream(path), {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "cache-control": HASHED.test(pathname) ? A_YEAR : "no-cache",
    vary: "accept-encoding",
    ...(pack !== undefined && { "content-encoding": "gzip" }),
  });
}

function pageContent(page: string): Content {
  const nonce = randomBytes(16).toString("base64");
  return new Content(page.replaceAll(NONCE_PLACE, nonce), {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy": contentSecurityPolicy(nonce),
  });
}
