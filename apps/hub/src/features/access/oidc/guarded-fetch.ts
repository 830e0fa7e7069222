// SPDX-License-Identifier: Apache-2.0
/**
 * How a provider is called: only where the hub may go, without following anything, for a short while, and no more is
 * read than a provider has to say.
 */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { CustomFetch } from "openid-client";
import { OutOfReach, type Reach } from "../../../platform/reach/index.ts";

const PATIENCE_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
const BODILESS = new Set([204, 205, 304]);

export function guardedFetch(reach: Reach): CustomFetch {
  return async (text, { method, headers, body, signal }) => {
    const url = new URL(text);
    const refusal = reach.refusal(url);
    if (refusal !== undefined) throw new OutOfReach(refusal);
    const timeout = AbortSignal.timeout(PATIENCE_MS);
    const response = await send(url, {
      method,
      headers,
      body: textOf(body),
      lookup: reach.lookup(url),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const content = await read(response);
    const status = response.statusCode ?? 502;
    return new Response(BODILESS.has(status) ? null : content, { status, headers: headersOf(response) });
  };
}

function textOf(body: Parameters<CustomFetch>[1]["body"]): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string" || body instanceof URLSearchParams) return String(body);
  throw new TypeError("a provider is sent forms alone");
}

interface Sent {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly lookup: ReturnType<Reach["lookup"]>;
  readonly signal: AbortSignal;
}

async function send(url: URL, { body, headers, ...sent }: Sent): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    ...sent,
    headers: { ...headers, ...(body !== "" && { "content-length": String(Buffer.byteLength(body)) }) },
    // Not kept open, so that each call looks at the address anew.
    agent: false,
  });
  request.on("response", resolve);
  request.on("error", reject);
  request.end(body);
  return await promise;
}

async function read(response: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Buffer)) throw new TypeError("a response gives bytes");
    size += chunk.length;
    if (size > MAX_BYTES) throw new RangeError(`the provider answers with more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  return headers;
}
