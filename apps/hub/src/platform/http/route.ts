// SPDX-License-Identifier: Apache-2.0
/**
 * A route: where it is, who may call it, what goes in and out, and the one call that does it. The schemas are the
 * contract's; input that does not fit is refused before the handler runs, and what the answer's schema does not name
 * does not leave.
 */
import type { Readable } from "node:stream";
import { FengsuiError } from "@fengsui/contract";
import type { z } from "zod";
import { findUnkeepable } from "../keepable-text.ts";
import { Content, EventStream } from "./answer.ts";
import type { RequestContext } from "./context.ts";
import { invalidInput } from "./invalid-input.ts";
import type { KeyUse } from "./key-use.ts";
import type { Policy } from "./policy.ts";
import type { Rate } from "./rate-limit.ts";
import type { StepUp } from "./step-up.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
type Schema = z.ZodType;

interface Place {
  readonly method: Method;
  /** With parameters as `:id`. */
  readonly path: string;
  readonly policy: Policy;
  /** A dangerous act: whoever calls must have proved lately to be there. Only for whom a session tells who it is. */
  readonly stepUp?: StepUp;
  /** What a key must be for to call it; there is no default, and without it a route cannot be registered. */
  readonly key: KeyUse;
  /** What it does, as a sentence; for the description of the API. */
  readonly summary: string;
  /** Of a success; 200 where there is an answer, else 204. */
  readonly status?: 200 | 201 | 202;
  /** The body may be this large; the default is a mebibyte. */
  readonly bodyLimitBytes?: number;
  /** So often from one network; where one must be let in, by one of those who are: strangers use up nothing of theirs. */
  readonly rate?: Rate;
}

type Answered<Response extends Schema> = Promise<z.input<Response> | Content | EventStream>;

export interface RouteSpec<
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
  Response extends Schema,
> extends Place {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly response?: Response;
  handler(
    ctx: RequestContext,
    input: { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> },
  ): Answered<Response>;
}

export interface StreamRouteSpec<Params extends Schema, Query extends Schema, Response extends Schema>
  extends Place {
  readonly params?: Params;
  readonly query?: Query;
  readonly response?: Response;
  handler(
    ctx: RequestContext,
    input: { params: z.output<Params>; query: z.output<Query>; body: Readable },
  ): Answered<Response>;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export type Answer =
  | { readonly kind: "json"; readonly status: number; readonly value: unknown }
  | { readonly kind: "empty" }
  | Content
  | EventStream;

/** A route as the server knows it. */
export interface RouteDefinition extends Place {
  readonly schemas: { params?: Schema; query?: Schema; body?: Schema; response?: Schema };
  readonly bodyKind: "json" | "stream" | "none";
  answer(ctx: RequestContext, raw: RawInput): Promise<Answer>;
}

interface LooseSpec extends Place {
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  readonly response?: Schema;
  handler(ctx: RequestContext, input: RawInput): Promise<unknown>;
}

export function defineRoute<
  Params extends Schema = z.ZodUndefined,
  Query extends Schema = z.ZodUndefined,
  Body extends Schema = z.ZodUndefined,
  Response extends Schema = z.ZodVoid,
>(spec: RouteSpec<Params, Query, Body, Response>): RouteDefinition;
export function defineRoute(spec: LooseSpec): RouteDefinition {
  return define(spec, spec.body === undefined ? "none" : "json");
}

/** A route whose body is not JSON, or larger than memory: the handler reads it. */
export function defineStreamRoute<
  Params extends Schema = z.ZodUndefined,
  Query extends Schema = z.ZodUndefined,
  Response extends Schema = z.ZodVoid,
>(spec: StreamRouteSpec<Params, Query, Response>): RouteDefinition;
export function defineStreamRoute(spec: LooseSpec): RouteDefinition {
  return define(spec, "stream");
}

function define(spec: LooseSpec, bodyKind: RouteDefinition["bodyKind"]): RouteDefinition {
  const { params, query, body, response, handler: _, ...place } = spec;
  const schemas = {
    ...(params && { params }),
    ...(query && { query }),
    ...(body && { body }),
    ...(response && { response }),
  };
  return {
    ...place,
    schemas,
    bodyKind,
    async answer(ctx, raw) {
      const input = {
        params: accept(params, raw.params, "path"),
        query: accept(query, raw.query, "query"),
        body: bodyKind === "stream" ? raw.body : accept(body, raw.body, "body"),
      };
      return encode(spec, await spec.handler(ctx, input));
    },
  };
}

const UNKEEPABLE = "holds the character U+0000 or half of a surrogate pair, which cannot be kept";

function accept(schema: Schema | undefined, value: unknown, place: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (!result.success) throw invalidInput(place, result.error.issues);
  // After the schema, which limits the depth of what is looked through here.
  const path = findUnkeepable(result.data);
  if (path !== undefined) throw invalidInput(place, [{ path, message: UNKEEPABLE }]);
  return result.data;
}

function encode({ response, status, method, path }: LooseSpec, result: unknown): Answer {
  if (result instanceof Content || result instanceof EventStream) return result;
  if (response === undefined) return { kind: "empty" };
  const parsed = response.safeParse(result);
  if (!parsed.success)
    throw new FengsuiError("internal.error", `${method} ${path} answers against its own schema`, {
      cause: parsed.error,
    });
  return { kind: "json", status: status ?? 200, value: parsed.data };
}
