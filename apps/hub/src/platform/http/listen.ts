// SPDX-License-Identifier: Apache-2.0
/** The listening server: with TLS where there is a certificate; what prevents it is told as an error of the catalogue. */
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { FengsuiError } from "@fengsui/contract";
import type { Config, ListenAddress } from "../config/index.ts";

/** Longer than proxies keep a connection, so that they close it and not we. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 20_000;
const REQUEST_MS = 300_000;

export function createListener(tls: Config["tls"], handler: RequestListener): Server {
  const server = tls === undefined ? createServer(handler) : withTls(tls, handler);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  return server;
}

function withTls(tls: NonNullable<Config["tls"]>, handler: RequestListener): Server {
  try {
    const options = {
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      minVersion: "TLSv1.2",
    } as const;
    return createTlsServer(options, handler);
  } catch (cause) {
    throw new FengsuiError("http.tls_unusable", messageOf(cause), { cause });
  }
}

/** Browsers reach it with TLS: ours, or that of the proxy. */
export function isBehindTls({ tls, trustProxy }: Pick<Config, "tls" | "trustProxy">): boolean {
  return tls !== undefined || trustProxy.length > 0;
}

/** Where to reach it from this machine. */
export function addressOf(server: Server, { listen, tls }: Pick<Config, "listen" | "tls">): URL {
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : listen.port;
  const isAny = listen.host === "::" || listen.host === "0.0.0.0";
  return new URL(
    `${tls === undefined ? "http" : "https"}://${isAny ? "localhost" : inUrl(listen.host)}:${port}`,
  );
}

function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

export function explainListening(error: unknown, { host, port }: ListenAddress): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const place = `${inUrl(host)}:${port}`;
  if (error.code === "EADDRINUSE")
    return new FengsuiError("http.port_taken", `${place} is in use`, { cause: error });
  return new FengsuiError("http.listen_failed", `${place}: ${error.message}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
