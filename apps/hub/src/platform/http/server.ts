// SPDX-License-Identifier: Apache-2.0
/** The HTTP server: routes in, requests answered, and an orderly end. */
import { randomUUID } from "node:crypto";
import { FengsuiError } from "@fengsui/contract";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type Clock, systemClock } from "../clock.ts";
import type { Config } from "../config/index.ts";
import { type Logger, silentLogger } from "../telemetry/logger.ts";
import { recordRequest } from "./access-log.ts";
import { type Binding, bindRoute, DEFAULT_BODY_LIMIT, sendContent } from "./bind-route.ts";
import { type ConsoleFiles, openConsoleFiles } from "./console-files.ts";
import type { Authentication } from "./context.ts";
import { isKeyUse } from "./key-use.ts";
import { addressOf, createListener, explainListening, isBehindTls } from "./listen.ts";
import { createMetrics, type HttpMetrics, type Registry } from "./metrics.ts";
import { describeApi } from "./open-api.ts";
import { ownRoutes } from "./own-routes.ts";
import { isOfSessions, isPolicy } from "./policy.ts";
import { problemTypeFor, toProblem } from "./problem.ts";
import { askReadiness, type ReadinessCheck } from "./readiness.ts";
import type { RouteDefinition } from "./route.ts";
import { securityHeaders } from "./security-headers.ts";
import { sessionCookie, wayCookie } from "./session-cookie.ts";
import { trackUnused } from "./unused-connections.ts";

export interface HttpServerParts {
  readonly config: Pick<Config, "listen" | "tls" | "trustProxy">;
  readonly authentication: Authentication;
  readonly version: string;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Where figures are kept; a new registry, if not given. */
  readonly registry?: Registry;
  /** Where the built console is, if it is. */
  readonly consoleFolder?: string;
  /** What still runs when the server closes is given this time. */
  readonly closeMs?: number;
}

const CLOSE_MS = 10_000;
const WARN_AGAIN_MS = 60_000;
export class HttpServer implements AsyncDisposable {
  #warnedOfDiskAt = Number.NEGATIVE_INFINITY;
  readonly registry: Registry;
  readonly #parts: HttpServerParts;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #metrics: HttpMetrics;
  readonly #routes: RouteDefinition[] = [];
  readonly #checks = new Map<string, ReadinessCheck>();
  readonly #closing = new AbortController();
  readonly #deadline = new AbortController();
  readonly #console: ConsoleFiles | undefined;
  #app: FastifyInstance | undefined;
  #description: string | undefined;
  #closeUnused: () => void = () => undefined;

  constructor(parts: HttpServerParts) {
    this.#parts = parts;
    this.#logger = (parts.logger ?? silentLogger).child({ part: "http" });
    this.#clock = parts.clock ?? systemClock;
    this.#metrics = createMetrics(parts.registry);
    this.registry = this.#metrics.registry;
    this.#console = parts.consoleFolder === undefined ? undefined : openConsoleFiles(parts.consoleFolder);
    this.register(
      ownRoutes({
        registry: this.registry,
        askReadiness: () => askReadiness(this.#checks, this.#logger),
        describe: () => this.#describe(parts.version),
      }),
    );
  }

  /** Every route there is, as registered. */
  get routes(): readonly RouteDefinition[] {
    return this.#routes;
  }

  /** Made once: it is large, and anybody may ask for it. */
  #describe(version: string): string {
    this.#description ??= JSON.stringify(describeApi(this.#routes, version));
    return this.#description;
  }

  /** Before `listen`. */
  register(routes: readonly RouteDefinition[]): void {
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      if (this.#app !== undefined) throw new TypeError(`${name}: the server listens already`);
      if (!isPolicy(route.policy)) throw new TypeError(`${name}: says not who may call it`);
      if (route.stepUp !== undefined && !isOfSessions(route.policy))
        throw new TypeError(`${name}: asks for a proof of whom no session tells`);
      if (!isKeyUse(route.key)) throw new TypeError(`${name}: says not which keys may call it`);
      if (route.stepUp === true && route.key !== "never")
        throw new TypeError(`${name}: asks for a proof, which no key can give`);
      if (this.#routes.some(({ method, path }) => `${method} ${path}` === name))
        throw new TypeError(`${name}: is registered twice`);
      this.#routes.push(route);
    }
  }

  /** Has `/readyz` ask this, too. */
  addReadinessCheck(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** The address to reach it at, once it listens. */
  async listen(): Promise<URL> {
    const { listen } = this.#parts.config;
    const app = this.#build();
    this.#app = app;
    this.#closeUnused = trackUnused(app.server);
    try {
      await app.listen({ host: listen.host, port: listen.port });
    } catch (error) {
      throw explainListening(error, listen);
    }
    return addressOf(app.server, this.#parts.config);
  }

  #build(): FastifyInstance {
    const { tls, trustProxy } = this.#parts.config;
    const app = fastify({
      serverFactory: (handler) => createListener(tls, handler),
      // Of no order: who asks twice learns nothing of what others asked in between.
      genReqId: () => randomUUID(),
      trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
      bodyLimit: DEFAULT_BODY_LIMIT,
      exposeHeadRoutes: false,
      routerOptions: { ignoreTrailingSlash: true },
      return503OnClosing: false,
      forceCloseConnections: "idle",
      // A path that cannot be decoded meets the router before any hook.
      frameworkErrors: (error, request, reply) => this.#fail(error, request, reply),
    });
    const recording = { logger: this.#logger, metrics: this.#metrics };
    const headers = securityHeaders(isBehindTls(this.#parts.config));
    app.addHook("onRequest", async (request, reply) => {
      reply.headers({ ...headers, "x-request-id": request.id });
    });
    app.addHook("onSend", async (_request, reply) => {
      if (this.#closing.signal.aborted) reply.header("connection", "close");
    });
    app.addHook("onResponse", async (request, reply) => recordRequest(request, reply, recording));
    app.setErrorHandler((error, request, reply) => this.#fail(error, request, reply));
    app.setNotFoundHandler((request, reply) => this.#answerWithConsole(request, reply));
    app.removeContentTypeParser("text/plain");
    this.#bindAll(app);
    return app;
  }

  #bindAll(app: FastifyInstance): void {
    const binding: Binding = {
      authentication: this.#parts.authentication,
      cookie: sessionCookie(isBehindTls(this.#parts.config)),
      wayCookie: wayCookie(isBehindTls(this.#parts.config)),
      trustsProxy: this.#parts.config.trustProxy.length > 0,
      clock: this.#clock,
      closing: this.#closing.signal,
      deadline: this.#deadline.signal,
    };
    for (const route of this.#routes) if (route.bodyKind !== "stream") bindRoute(app, route, binding);
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
      for (const route of this.#routes) if (route.bodyKind === "stream") bindRoute(scope, route, binding);
    });
  }

  #answerWithConsole(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const pathname = URL.parse(request.url, "http://hub")?.pathname ?? "/";
    const isPage = (request.method === "GET" || request.method === "HEAD") && !pathname.startsWith("/api/");
    const accepted = String(request.headers["accept-encoding"] ?? "");
    const content = isPage ? this.#console?.find(pathname, accepted) : undefined;
    if (content !== undefined) return sendContent(reply, content);
    const error = new FengsuiError("http.not_found", `${request.method} ${pathname.slice(0, 200)}`);
    return this.#fail(error, request, reply);
  }

  /** The one boundary of errors. */
  #fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { status, headers, body, isBug } = toProblem(error, request.id);
    const line = { requestId: request.id, code: body.code, error };
    const hasLeft = reply.raw.destroyed && !reply.raw.writableFinished;
    // Whatever it was in the midst of is broken off with it, such as a search whose words were changed.
    if (isBug && hasLeft) this.#logger.info(line, "a request ended with its caller");
    else if (isBug) this.#logger.error(line, "a request failed");
    else if (status === 507) this.#warnOfDisk(line);
    else if (status > 500) this.#logger.debug(line, "a request has to come again");
    // The rest of a body that is not read would be taken for the next request.
    if (status === 413) reply.header("connection", "close");
    return reply
      .code(status)
      .headers(headers)
      .header("content-type", problemTypeFor(request.headers.accept))
      .send(Buffer.from(JSON.stringify(body)));
  }

  /** Every sender meets it again and again; whoever reads the log has to be told, and not to drown. */
  #warnOfDisk(line: object): void {
    const now = performance.now();
    if (now - this.#warnedOfDiskAt < WARN_AGAIN_MS) return;
    this.#warnedOfDiskAt = now;
    this.#logger.warn(
      line,
      "the disk is full; senders are told to come again, and the hub goes on when there is space",
    );
  }

  /** Takes nothing new, finishes what was begun, and after a while ends that too. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    const app = this.#app;
    const timer = setTimeout(() => {
      this.#deadline.abort();
      app?.server.closeAllConnections();
    }, this.#parts.closeMs ?? CLOSE_MS);
    try {
      this.#closeUnused();
      await app?.close();
    } finally {
      clearTimeout(timer);
      this.#metrics.stop();
    }
  }
}
