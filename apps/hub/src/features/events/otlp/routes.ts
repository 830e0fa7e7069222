// SPDX-License-Identifier: Apache-2.0
/**
 * The door of OTLP/HTTP (specification 1.x, "OTLP/HTTP"): `POST /v1/logs`, in JSON or protobuf, with the answers that
 * its clients expect: what was rejected is told as a partial success, which they do not send again.
 */
import { FengsuiError } from "@fengsui/contract";
import {
  Content,
  defineStreamRoute,
  INGEST_KEY,
  type RequestContext,
  type RouteDefinition,
  sourceOf,
} from "../../../platform/http/index.ts";
import type { IngestOutcome } from "../ingest/ingest.ts";
import type { Ingest } from "../ingest/service.ts";
import { BODY_LIMITS } from "../ingest/unpack.ts";
import { type PartialSuccess, writeResponse, writeStatus } from "./protobuf.ts";
import { readLogs } from "./read.ts";

type Encoding = "application/json" | "application/x-protobuf";

export function otlpRoutes(ingest: Ingest): RouteDefinition[] {
  return [
    defineStreamRoute({
      method: "POST",
      path: "/v1/logs",
      key: "never",
      policy: INGEST_KEY,
      summary: "Deliver logs as OTLP/HTTP, in JSON or protobuf, plain or gzip.",
      bodyLimitBytes: BODY_LIMITS.maxBodyBytes,
      handler: async (ctx, { body }) => {
        const encoding = encodingOf(ctx);
        try {
          const request = { source: sourceOf(ctx), headers: ctx.headers, body };
          const read = (bytes: Buffer) =>
            readLogs(bytes, encoding === "application/json" ? "json" : "protobuf");
          return accepted(await ingest.receiveRecords(request, read), encoding);
        } catch (error) {
          if (error instanceof FengsuiError) return refused(error, encoding);
          throw error;
        }
      },
    }),
  ];
}

function encodingOf({ headers }: RequestContext): Encoding {
  const type = headers["content-type"] ?? "";
  if (/^application\/json\b/i.test(type)) return "application/json";
  if (/^application\/x-protobuf\b/i.test(type)) return "application/x-protobuf";
  throw new FengsuiError("otlp.media_type", `the Content-Type is "${type.slice(0, 100)}"`);
}

function accepted({ rejected }: IngestOutcome, encoding: Encoding): Content {
  const [first] = rejected;
  const partial =
    first === undefined
      ? undefined
      : {
          rejected: rejected.length,
          message: `${first.code}: ${first.message}; they are among the dead letters`,
        };
  const headers = { "content-type": encoding };
  if (encoding === "application/x-protobuf") return new Content(writeResponse(partial), headers);
  return new Content(JSON.stringify(inJson(partial)), headers);
}

function inJson(partial: PartialSuccess | undefined) {
  if (partial === undefined) return {};
  return { partialSuccess: { rejectedLogRecords: String(partial.rejected), errorMessage: partial.message } };
}

/** Which of them its clients send again, they know by the status. */
function refused(error: FengsuiError, encoding: Encoding): Content {
  const { retryAfterSeconds } = error;
  const headers = {
    "content-type": encoding,
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
  const message = `${error.title} ${error.detail} ${error.hint}`;
  const body = encoding === "application/json" ? JSON.stringify({ message }) : writeStatus(message);
  return new Content(body, headers, error.status);
}
