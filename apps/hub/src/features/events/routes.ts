// SPDX-License-Identifier: Apache-2.0
/** The routes of events: the doors of the ingest, sources and dead letters. */
import {
  DEAD_LETTER_COUNTS,
  DEAD_LETTER_QUERY,
  DEAD_LETTERS,
  INGEST_ANSWER,
  MAPPING_CHANGE,
  MAPPING_PREVIEW,
  MAPPING_TRIAL,
  MAPPING_VERSIONS,
  NEW_SOURCE,
  REPLAYED,
  SOURCE,
  SOURCE_CHANGE,
  SOURCE_KEY,
  SOURCES,
} from "@fengsui/contract";
import { z } from "zod";
import {
  Content,
  defineRoute,
  defineStreamRoute,
  INGEST_KEY,
  type RouteDefinition,
  role,
  sessionOf,
  sourceOf,
} from "../../platform/http/index.ts";
import { idParam, organisationIdOf } from "../../platform/http/parameters.ts";
import type { DeadLetters } from "./dead-letters/service.ts";
import type { Ingest } from "./ingest/service.ts";
import { BODY_LIMITS } from "./ingest/unpack.ts";
import type { SourceMappings } from "./sources/mappings.ts";
import type { Sources } from "./sources/service.ts";

const MAX_PROBLEMS = 100;

export function ingestRoutes(ingest: Ingest): RouteDefinition[] {
  return [
    defineStreamRoute({
      method: "POST",
      path: "/ingest/v1/events",
      key: "sources:write",
      policy: INGEST_KEY,
      summary: "Deliver events as lines of JSON, a JSON array or lines of text; plain, gzip or zstd.",
      bodyLimitBytes: BODY_LIMITS.maxBodyBytes,
      response: INGEST_ANSWER,
      handler: async (ctx, { body }) => {
        const outcome = await ingest.receive({ source: sourceOf(ctx), headers: ctx.headers, body });
        const problems = outcome.rejected
          .slice(0, MAX_PROBLEMS)
          .map(({ position, code, message }) => ({ position, code, message }));
        const { accepted, duplicate, rejected } = outcome;
        return { accepted, duplicate, rejected: rejected.length, problems };
      },
    }),
  ];
}

export function sourceRoutes(sources: Sources): RouteDefinition[] {
  const path = "/api/v1/sources";
  const params = z.object({ id: idParam<"source">() });
  return [
    defineRoute({
      method: "GET",
      path,
      key: "sources:read",
      policy: role("viewer"),
      summary: "The sources of one's organisations, with when each was last heard.",
      response: SOURCES,
      handler: async (ctx) => ({ sources: await sources.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "never",
      policy: role("manager"),
      stepUp: true,
      summary: "Create a source. The answer holds its key, which is shown this once.",
      status: 201,
      body: NEW_SOURCE,
      response: SOURCE_KEY,
      handler: async (ctx, { body: { organisationId, name } }) =>
        await sources.create(sessionOf(ctx), { organisationId: organisationIdOf(organisationId), name }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id/key`,
      key: "never",
      policy: role("manager"),
      stepUp: true,
      summary: "Give a source a new key; the one from before ends.",
      status: 201,
      params,
      response: SOURCE_KEY,
      handler: async (ctx, { params: { id } }) => await sources.rotateKey(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PATCH",
      path: `${path}/:id`,
      key: "sources:write",
      policy: role("manager"),
      summary: "Rename a source, say what its log is, switch it off or on.",
      params,
      body: SOURCE_CHANGE,
      response: SOURCE,
      handler: async (ctx, { params: { id }, body }) => await sources.change(sessionOf(ctx), id, body),
    }),
  ];
}

export function mappingRoutes(mappings: SourceMappings): RouteDefinition[] {
  const path = "/api/v1/sources/:id/mapping";
  const params = z.object({ id: idParam<"source">() });
  return [
    defineRoute({
      method: "PUT",
      path,
      key: "sources:write",
      policy: role("manager"),
      summary:
        "Say where the events of a source have their time, host and the like, from the next delivery on.",
      params,
      body: MAPPING_CHANGE,
      response: z.object({ version: z.int() }),
      handler: async (ctx, { params: { id }, body }) => await mappings.set(sessionOf(ctx), id, body.mapping),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/versions`,
      key: "sources:read",
      policy: role("viewer"),
      summary: "The mappings of a source, the latest first.",
      params,
      response: MAPPING_VERSIONS,
      handler: async (ctx, { params: { id } }) => ({ versions: await mappings.versions(sessionOf(ctx), id) }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/trial`,
      key: "sources:read",
      policy: role("viewer"),
      summary: "What events would be with a mapping: samples, or the last of the source. Nothing is kept.",
      params,
      body: MAPPING_TRIAL,
      bodyLimitBytes: 2 * 1024 * 1024,
      response: MAPPING_PREVIEW,
      handler: async (ctx, { params: { id }, body }) => await mappings.tryOut(sessionOf(ctx), id, body),
    }),
  ];
}

export function deadLetterRoutes(deadLetters: DeadLetters): RouteDefinition[] {
  const path = "/api/v1/dead-letters";
  const params = z.object({ id: idParam<"dead-letter">() });
  return [
    defineRoute({
      method: "GET",
      path,
      key: "sources:read",
      policy: role("viewer"),
      summary: "Records that could not be read, the newest first.",
      query: DEAD_LETTER_QUERY,
      response: DEAD_LETTERS,
      handler: async (ctx, { query }) => await deadLetters.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/counts`,
      key: "sources:read",
      policy: role("viewer"),
      summary: "How many records could not be read, by source and reason.",
      response: DEAD_LETTER_COUNTS,
      handler: async (ctx) => ({ counts: await deadLetters.counts(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/:id/bytes`,
      key: "sources:read",
      policy: role("viewer"),
      summary: "A record that could not be read, as it came.",
      params,
      response: z.never(),
      handler: async (ctx, { params: { id } }) => {
        const bytes = await deadLetters.bytes(sessionOf(ctx), id);
        return new Content(bytes, {
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename="${id}.bin"`,
        });
      },
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id/replay`,
      key: "sources:write",
      policy: role("analyst"),
      summary: "Have a record read again. It is no dead letter any more where that succeeds.",
      params,
      response: REPLAYED,
      handler: async (ctx, { params: { id } }) => await deadLetters.replay(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "DELETE",
      path: `${path}/:id`,
      key: "sources:write",
      policy: role("analyst"),
      summary: "Throw away a record that could not be read.",
      params,
      handler: async (ctx, { params: { id } }) => await deadLetters.discard(sessionOf(ctx), id),
    }),
  ];
}
