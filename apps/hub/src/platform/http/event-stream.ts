// SPDX-License-Identifier: Apache-2.0
/** Writes a stream of events to a response, until the reader goes, the session ends or the hub closes. */
import type { ServerResponse } from "node:http";
import type { EventStream, LiveEvent } from "./answer.ts";
import type { RequestContext } from "./context.ts";

/** Proxies close what is silent for a minute. */
const KEEP_ALIVE_MS = 15_000;
/** A reader that takes nothing is let go: it asks again, and looks at everything anew. */
const MAX_WAITING_BYTES = 1024 * 1024;

export interface Reader {
  readonly response: ServerResponse;
  readonly ctx: RequestContext;
  readonly closing: AbortSignal;
}

export function writeEventStream(stream: EventStream, { response, ctx, closing }: Reader): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
  response.write(": open\n\n");
  const end = () => response.end();
  const stop = stream.start((event) => write(response, encode(event)), end);
  const timer = setInterval(() => void keepAlive(response, ctx), KEEP_ALIVE_MS);
  timer.unref();
  closing.addEventListener("abort", end, { once: true });
  response.once("close", () => {
    clearInterval(timer);
    closing.removeEventListener("abort", end);
    stop();
  });
  if (closing.aborted) end();
}

async function keepAlive(response: ServerResponse, ctx: RequestContext): Promise<void> {
  // A database that does not answer now is no reason to end it.
  const isAllowed = await ctx.isStillAllowed().catch(() => true);
  if (isAllowed) write(response, ": still here\n\n");
  else response.end();
}

function write(response: ServerResponse, text: string): void {
  if (response.writableEnded || response.destroyed) return;
  response.write(text);
  if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
}

/** A line break would end a field; JSON has none outside of its texts, and there they are escaped. */
function encode({ event, data, id }: LiveEvent): string {
  const oneLine = (text: string) => text.replaceAll(/[\r\n]/g, " ");
  const head = id === undefined ? "" : `id: ${oneLine(id)}\n`;
  return `${head}event: ${oneLine(event)}\ndata: ${JSON.stringify(data)}\n\n`;
}
