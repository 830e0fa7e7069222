// SPDX-License-Identifier: Apache-2.0
/**
 * As much of Elasticsearch as shippers need to deliver: `_bulk`, and what Filebeat, Logstash, Vector and Fluent Bit
 * ask before they begin. What they would set up there (templates, policies, pipelines) is acknowledged and not kept.
 */
import { z } from "zod";
import {
  Content,
  defineRoute,
  defineStreamRoute,
  INGEST_KEY,
  type Method,
  type RouteDefinition,
  sourceOf,
} from "../../../platform/http/index.ts";
import type { Ingest } from "./service.ts";
import { BODY_LIMITS } from "./unpack.ts";

/** Shippers are given this path, as the root of the hub is the console. `_bulk` is at the root as well. */
export const ELASTIC_PREFIX = "/elastic";

const VERSION = {
  number: "8.17.0",
  build_flavor: "default",
  build_type: "tar",
  build_hash: "0000000000000000000000000000000000000000",
  build_date: "2024-12-11T00:00:00.000Z",
  build_snapshot: false,
  lucene_version: "9.12.0",
  minimum_wire_compatibility_version: "7.17.0",
  minimum_index_compatibility_version: "7.0.0",
};
const CLUSTER = { name: "fengsui", cluster_name: "fengsui", cluster_uuid: "ZmVuZ3N1aS1odWItMDAwMQ" };
const LICENSE = { status: "active", uid: "fengsui", type: "basic", mode: "basic" };
const HEALTH = {
  cluster_name: "fengsui",
  status: "green",
  timed_out: false,
  number_of_nodes: 1,
  number_of_data_nodes: 1,
  active_primary_shards: 1,
  active_shards: 1,
};

const FIXED: Readonly<Record<string, unknown>> = {
  "/": { ...CLUSTER, version: VERSION, tagline: "You Know, for Search" },
  "/_license": { license: LICENSE },
  "/_xpack": { license: LICENSE, features: { ilm: { available: true, enabled: true } } },
  "/_cluster/health": HEALTH,
  "/_cluster/health/:name": HEALTH,
};

/** What is said to be there already, so that nobody tries to set it up; and acknowledged if somebody does. */
const SET_UP = [
  "/_index_template/:name",
  "/_component_template/:name",
  "/_template/:name",
  "/_ilm/policy/:name",
  "/_ingest/pipeline/:name",
  "/_data_stream/:name",
  "/_alias/:name",
];

const NAME = z.object({ name: z.string().max(255) });
const INDEX = z.object({ index: z.string().max(255) });
const ANY_QUERY = z.record(z.string(), z.unknown());
const DEFAULT_INDEX = "logs";

function say(value: unknown, status = 200): Content {
  const headers = { "content-type": "application/json", "x-elastic-product": "Elasticsearch" };
  return new Content(value === undefined ? "" : JSON.stringify(value), headers, status);
}

function sayBulk({ answer, status }: Awaited<ReturnType<Ingest["receiveBulk"]>>): Content {
  return say(answer, status);
}

export function elasticRoutes(ingest: Ingest): RouteDefinition[] {
  return [
    ...bulkRoutes("", ingest),
    ...bulkRoutes(ELASTIC_PREFIX, ingest),
    ...Object.entries(FIXED).flatMap(([path, value]) => fixedRoutes(path, value)),
    ...SET_UP.flatMap(setUpRoutes),
  ];
}

function bulkRoutes(prefix: string, ingest: Ingest): RouteDefinition[] {
  const common = {
    policy: INGEST_KEY,
    key: "never",
    summary: "Deliver events as Elasticsearch's bulk requests, with an answer for each.",
    bodyLimitBytes: BODY_LIMITS.maxBodyBytes,
    query: ANY_QUERY,
  } as const;
  return (["POST", "PUT"] as const).flatMap((method) => [
    defineStreamRoute({
      ...common,
      method,
      path: `${prefix}/_bulk`,
      handler: async (ctx, { body }) =>
        sayBulk(
          await ingest.receiveBulk({ source: sourceOf(ctx), headers: ctx.headers, body }, DEFAULT_INDEX),
        ),
    }),
    defineStreamRoute({
      ...common,
      method,
      path: `${prefix}/:index/_bulk`,
      params: INDEX,
      handler: async (ctx, { params, body }) =>
        sayBulk(
          await ingest.receiveBulk({ source: sourceOf(ctx), headers: ctx.headers, body }, params.index),
        ),
    }),
  ]);
}

function fixedRoutes(path: string, value: unknown): RouteDefinition[] {
  return probe(path === "/" ? ELASTIC_PREFIX : `${ELASTIC_PREFIX}${path}`, () => value);
}

function setUpRoutes(path: string): RouteDefinition[] {
  const put = defineStreamRoute({
    method: "PUT",
    path: `${ELASTIC_PREFIX}${path}`,
    key: "never",
    policy: INGEST_KEY,
    summary: "Acknowledged for shippers that set up Elasticsearch; nothing is kept.",
    params: NAME,
    query: ANY_QUERY,
    handler: async (_ctx, { body }) => {
      body.resume();
      return say({ acknowledged: true });
    },
  });
  return [...probe(`${ELASTIC_PREFIX}${path}`, (name) => describe(path, name)), put];
}

function describe(path: string, name: string): unknown {
  if (path === "/_index_template/:name") return { index_templates: [{ name, index_template: {} }] };
  if (path === "/_component_template/:name")
    return { component_templates: [{ name, component_template: {} }] };
  return { [name]: {} };
}

function probe(path: string, describeName: (name: string) => unknown): RouteDefinition[] {
  const hasName = path.endsWith("/:name");
  return (["GET", "HEAD"] satisfies Method[]).map((method) =>
    defineRoute({
      method,
      path,
      key: "never",
      policy: INGEST_KEY,
      summary: "What shippers ask of Elasticsearch before they deliver.",
      params: hasName ? NAME : z.unknown(),
      query: ANY_QUERY,
      handler: async (_ctx, { params }) =>
        say(method === "HEAD" ? undefined : describeName(NAME.safeParse(params).data?.name ?? "")),
    }),
  );
}
