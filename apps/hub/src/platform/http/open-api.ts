// SPDX-License-Identifier: Apache-2.0
/** The description of the API (OpenAPI 3.1), made from the routes themselves. */
import { PROBLEM, PROBLEM_MEDIA_TYPE } from "@fengsui/contract";
import { z } from "zod";
import type { RouteDefinition } from "./route.ts";

type Json = Record<string, unknown>;

export function describeApi(routes: readonly RouteDefinition[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Fengsui", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: {
      schemas: { Problem: schemaOf(PROBLEM, "output") },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "fengsui" },
        key: { type: "http", scheme: "bearer" },
        csrf: { type: "apiKey", in: "header", name: "X-CSRF-Token" },
        sourceKey: { type: "http", scheme: "bearer" },
      },
    },
  };
}

function operation(route: RouteDefinition): Json {
  const { method, path, summary, policy, key, stepUp, schemas } = route;
  const parameters = [...parametersOf(schemas.params, "path"), ...parametersOf(schemas.query, "query")];
  const body = bodyOf(route);
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: body } }),
    responses: responsesOf(route),
    security: securityOf(route),
    "x-policy": policy,
    "x-key": key,
    ...(stepUp !== undefined && { "x-fengsui-step-up": stepUp }),
  };
}

function bodyOf({ bodyKind, schemas }: RouteDefinition): Json | undefined {
  if (bodyKind === "stream") return { "application/octet-stream": {} };
  if (schemas.body === undefined) return undefined;
  return { "application/json": { schema: schemaOf(schemas.body, "input") } };
}

function responsesOf({ status, schemas }: RouteDefinition): Json {
  const problem = {
    description: "What went wrong, and what to do next (RFC 9457).",
    content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  if (schemas.response === undefined) return { "204": { description: "Done." }, default: problem };
  const content = { "application/json": { schema: schemaOf(schemas.response, "output") } };
  return { [String(status ?? 200)]: { description: "Done.", content }, default: problem };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = schemaOf(schema, "input");
  const needed: unknown[] = Array.isArray(required) ? required : [];
  if (typeof properties !== "object" || properties === null) return [];
  return Object.entries(properties).map(([name, value]: [string, unknown]) => ({
    name,
    in: place,
    required: place === "path" || needed.includes(name),
    schema: value,
  }));
}

function securityOf({ policy: { kind }, key, method }: RouteDefinition): Json[] {
  if (kind === "public" || kind === "local") return [];
  if (kind === "ingestKey") return [{ sourceKey: [] }];
  const session = method === "GET" || method === "HEAD" ? { session: [] } : { session: [], csrf: [] };
  return key === "never" ? [session] : [session, { key: key === "any" ? [] : [key] }];
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
