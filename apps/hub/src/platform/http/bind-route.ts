// SPDX-License-Identifier: Apache-2.0
/** Ties a route to the framework: gate first, then the body, then the handler, then its answer. */
import { Readable, Transform, type TransformCallback } from "node:stream";
import { FengsuiError } from "@fengsui/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Content, EventStream } from "./answer.ts";
import type { RequestContext } from "./context.ts";
import { writeEventStream } from "./event-stream.ts";
import { type Admission, admit, type GateParts } from "./gate.ts";
import { networkOf, RateLimiter } from "./rate-limit.ts";
import type { Answer, RouteDefinition } from "./route.ts";
import { csrfTokenOf, type SessionCookie } from "./session-cookie.ts";
import { requireProof, type StepUp } from "./step-up.ts";

export interface Binding extends GateParts {
  readonly wayCookie: SessionCookie;
  /** The hub is closing: what would never end by itself, ends. */
  readonly closing: AbortSignal;
  /** The hub has waited long enough: everything ends. */
  readonly deadline: AbortSignal;
}

export const DEFAULT_BODY_LIMIT = 1024 * 1024;

export function bindRoute(app: FastifyInstance, route: RouteDefinition, binding: Binding): void {
  const limiter = route.rate && new RateLimiter(route.rate, binding.clock);
  const isForAnybody = route.policy.kind === "public";
  const admissions = new WeakMap<FastifyRequest, Admission>();
  const limit = route.bodyLimitBytes ?? DEFAULT_BODY_LIMIT;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: limit,
    // Before the body is read: who may not call it has no memory of ours.
    onRequest: async (request) => {
      if (isForAnybody) limiter?.take(networkOf(request.ip));
      if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
      const admission = await admit(request, route, binding);
      if (!isForAnybody) limiter?.take(admission.session?.person.id ?? networkOf(request.ip));
      admissions.set(request, admission);
    },
    handler: async (request, reply) => {
      const admission = admissions.get(request);
      if (admission === undefined) throw new TypeError("a request came past the gate");
      const ctx = contextOf(request, reply, { admission, binding, stepUp: route.stepUp });
      const body = route.bodyKind === "stream" ? limited(request.body, limit) : request.body;
      const answer = await route.answer(ctx, { params: request.params, query: request.query, body });
      return await send(reply, answer, { ctx, closing: binding.closing });
    },
  });
}

function tooLarge(limit: number): FengsuiError {
  return new FengsuiError("http.too_large", `the body is longer than ${limit} bytes`);
}

/** Counts what comes: a length is not always announced. */
function limited(body: unknown, limit: number): Readable {
  if (!(body instanceof Readable)) return Readable.from([]);
  let seen = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      seen += chunk.length;
      if (seen > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
  // Whoever reads it meets the error. The request itself stays whole, to be answered.
  body.on("error", (error) => count.destroy(error));
  return body.pipe(count);
}

interface Within {
  readonly admission: Admission;
  readonly binding: Binding;
  readonly stepUp: StepUp | undefined;
}

function contextOf(request: FastifyRequest, reply: FastifyReply, within: Within): RequestContext {
  const { admission, binding, stepUp } = within;
  const now = binding.clock.now();
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    ...admission,
    requestId: request.id,
    now,
    clientAddress: request.ip,
    headers: request.headers,
    signal: AbortSignal.any([gone.signal, binding.deadline]),
    requireProof: () => {
      if (stepUp === undefined) throw new TypeError("the route does not declare that it may ask for a proof");
      requireProof(admission.session, now);
    },
    startSession: (token, expiresAt) => {
      reply.header("set-cookie", binding.cookie.issue(token, expiresAt));
      return { csrfToken: csrfTokenOf(token) };
    },
    endSession: () => void reply.header("set-cookie", binding.cookie.clear()),
    wayToken: binding.wayCookie.read(request.headers.cookie),
    startWay: (token, expiresAt) =>
      void reply.header("set-cookie", binding.wayCookie.issue(token, expiresAt)),
    endWay: () => void reply.header("set-cookie", binding.wayCookie.clear()),
  };
}

async function send(
  reply: FastifyReply,
  answer: Answer,
  { ctx, closing }: { ctx: RequestContext; closing: AbortSignal },
): Promise<FastifyReply> {
  if (answer instanceof EventStream) {
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    writeEventStream(answer, { response: reply.raw, ctx, closing });
    return reply;
  }
  if (answer instanceof Content) return sendContent(reply, answer);
  if (answer.kind === "empty") return await reply.code(204).send();
  return await reply.code(answer.status).send(answer.value);
}

export function sendContent(reply: FastifyReply, { body, headers, status }: Content): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
