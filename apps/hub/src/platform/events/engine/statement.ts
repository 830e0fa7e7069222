// SPDX-License-Identifier: Apache-2.0
/**
 * A request of ClickHouse's HTTP interface as the statement that it asks for: the query in the body or in the
 * address (then the body is what it inserts), parameters as `param_*`, everything else in the address as settings.
 */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { BAD_ARGUMENTS, EngineFailure } from "./failure.ts";
import { isLaneName, type LaneName } from "./lanes.ts";

export const LANE_HEADER = "x-fengsui-lane";

export interface Statement {
  readonly sql: string;
  /** What an INSERT inserts, where it is apart from the query. */
  readonly data: Buffer | undefined;
  readonly format: string;
  readonly database: string | undefined;
  /** Parameters are settings whose names begin with `param_`. */
  readonly settings: ReadonlyMap<string, string>;
  readonly lane: LaneName;
}

const MAX_BODY_BYTES = 256 * 1024 * 1024;
const DEFAULT_FORMAT = "TabSeparated";

/** Of the HTTP server, not of the engine, which knows no such settings. */
const HTTP_ONLY = new Set([
  "query",
  "query_id",
  "database",
  "default_format",
  "user",
  "password",
  "session_id",
  "role",
  "wait_end_of_query",
  "buffer_size",
  "enable_http_compression",
  "http_zlib_compression_level",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
  "http_native_compression_disable_checksumming_on_decompress",
]);

export async function readStatement(request: IncomingMessage, address: URL): Promise<Statement> {
  const fields = new Map(address.searchParams);
  let data: Buffer | undefined = await readBody(request);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) {
    for (const [name, value] of await readForm(data, type)) fields.set(name, value);
    data = undefined;
  }
  const inAddress = fields.get("query");
  const sql = inAddress ?? data?.toString("utf8") ?? "";
  if (sql.trim() === "") throw new EngineFailure(BAD_ARGUMENTS, "the request holds no query", 400);
  const lane = request.headers[LANE_HEADER];
  return {
    sql,
    data: inAddress !== undefined && data !== undefined && data.length > 0 ? data : undefined,
    format: formatOf(sql) ?? fields.get("default_format") ?? DEFAULT_FORMAT,
    database: fields.get("database"),
    settings: new Map([...fields].filter(([name]) => !HTTP_ONLY.has(name))),
    lane: typeof lane === "string" && isLaneName(lane) ? lane : "background",
  };
}

function formatOf(sql: string): string | undefined {
  return /\bFORMAT\s+([A-Za-z]\w*)\s*;?\s*$/i.exec(sql)?.[1];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decompress(request)) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new EngineFailure(BAD_ARGUMENTS, `the body is larger than ${MAX_BODY_BYTES} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decompress(request: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return request;
  if (encoding === "gzip") return pipe(request, createGunzip());
  if (encoding === "zstd") return pipe(request, createZstdDecompress());
  throw new EngineFailure(BAD_ARGUMENTS, `the content encoding "${encoding}" is not supported`, 415);
}

function pipe(request: IncomingMessage, decoder: Readable & NodeJS.WritableStream): AsyncIterable<Buffer> {
  request.on("error", (error) => decoder.destroy(error));
  request.pipe(decoder);
  return decoder;
}

async function readForm(body: Buffer, type: string): Promise<Map<string, string>> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const texts = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  return new Map(texts);
}
