// SPDX-License-Identifier: Apache-2.0
/** Lets a request pass, or not: where it is from, who it is, and whether the policy of the route allows that. */
import { FengsuiError } from "@fengsui/contract";
import type { FastifyRequest } from "fastify";
import type { Clock } from "../clock.ts";
import { ANONYMOUS, type Principal, personPrincipal, systemPrincipal } from "../records/index.ts";
import type { Authentication, IngestSource, KeyHolder, RequestContext, SignedIn } from "./context.ts";
import type { KeyUse } from "./key-use.ts";
import { hasRole, type Policy } from "./policy.ts";
import type { RouteDefinition } from "./route.ts";
import { csrfTokenOf, isCsrfTokenOf, type SessionCookie } from "./session-cookie.ts";
import { requireProof } from "./step-up.ts";

export interface GateParts {
  readonly authentication: Authentication;
  readonly cookie: SessionCookie;
  readonly clock: Clock;
  /** `X-Forwarded-*` of some proxy is believed. */
  readonly trustsProxy: boolean;
}

export interface Admission {
  readonly principal: Principal;
  readonly session?: NonNullable<RequestContext["session"]>;
  readonly source?: IngestSource;
  isStillAllowed(): Promise<boolean>;
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const ANYBODY: Admission = { principal: ANONYMOUS, isStillAllowed: async () => true };

type Door = Pick<RouteDefinition, "policy" | "stepUp" | "key">;

export async function admit(request: FastifyRequest, door: Door, parts: GateParts): Promise<Admission> {
  const { policy, stepUp } = door;
  if (policy.kind === "ingestKey") return await admitSource(request, parts);
  const isUnsafe = !SAFE_METHODS.has(request.method);
  if (isUnsafe) refuseForeignOrigin(request);
  if (policy.kind === "public") return ANYBODY;
  if (policy.kind === "local" && isFromHere(request, parts.trustsProxy)) return ANYBODY;
  const text = bearerOf(request.headers.authorization);
  const admission =
    text === undefined
      ? await admitPerson(request, { policy, isUnsafe, parts })
      : await admitKey(request, { door, text, parts });
  // Last: who may not do it is not asked to prove anything.
  if (stepUp === true) requireProof(admission.session, parts.clock.now());
  return admission;
}

interface Asked {
  readonly policy: Policy;
  readonly isUnsafe: boolean;
  readonly parts: GateParts;
}

async function admitPerson(request: FastifyRequest, { policy, isUnsafe, parts }: Asked): Promise<Admission> {
  const token = parts.cookie.read(request.headers.cookie);
  const session = token === undefined ? undefined : await parts.authentication.session(token, "touch");
  if (token === undefined || session === undefined)
    throw new FengsuiError("access.sign_in_required", "no session came with the request, or it has ended");
  if (isUnsafe && !isCsrfTokenOf(token, request.headers["x-csrf-token"]))
    throw new FengsuiError("access.csrf", "the header X-CSRF-Token is missing or wrong");
  if (!allows(policy, session)) throw new FengsuiError("access.forbidden", "your roles do not allow this");
  return {
    principal: personPrincipal(session.person),
    session: { ...session, csrfToken: csrfTokenOf(token) },
    isStillAllowed: async () => {
      const now = await parts.authentication.session(token, "look");
      return now !== undefined && allows(policy, now);
    },
  };
}

interface Shown {
  readonly door: Door;
  readonly text: string;
  readonly parts: GateParts;
}

/** No token against forged requests is asked for: no browser adds a key by itself. */
async function admitKey(request: FastifyRequest, { door, text, parts }: Shown): Promise<Admission> {
  const { policy, key: wanted } = door;
  const { authentication, cookie } = parts;
  if (cookie.read(request.headers.cookie) !== undefined)
    throw new FengsuiError("access.key_and_session", "which of both is meant is not guessed");
  const address = request.ip;
  const found = await authentication.key?.(text, { wanted, address, use: "touch" });
  if (found === undefined)
    throw new FengsuiError("access.key_refused", "it is unknown, has expired or was revoked");
  requireScope(wanted, found);
  if (!allows(policy, found.signedIn))
    throw new FengsuiError(
      "access.forbidden",
      "the roles of its owner that the key may use do not allow this",
    );
  return {
    principal: personPrincipal(found.signedIn.person),
    session: { ...found.signedIn, csrfToken: "" },
    isStillAllowed: async () => {
      const now = await authentication.key?.(text, { wanted, address, use: "look" });
      // What lasts was begun with a reach; where that is another by now, it has to be begun anew.
      return (
        now !== undefined && isFor(wanted, now) && allows(policy, now.signedIn) && hasReachOf(now, found)
      );
    },
  };
}

function hasReachOf(one: KeyHolder, other: KeyHolder): boolean {
  const reachOf = ({ signedIn }: KeyHolder) => JSON.stringify([signedIn.person.key, signedIn.organisations]);
  return reachOf(one) === reachOf(other);
}

function isFor(wanted: KeyUse, { scopes }: KeyHolder): boolean {
  return wanted === "any" || (wanted !== "never" && scopes.includes(wanted));
}

function requireScope(wanted: KeyUse, holder: KeyHolder): void {
  if (isFor(wanted, holder)) return;
  const detail = wanted === "never" ? "no key may do this" : `this takes the scope ${wanted}`;
  throw new FengsuiError("access.key_scope", detail);
}

/** Other schemes may be for a proxy before the hub. */
function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer(?:\s+(.*))?$/i
    .exec(authorization ?? "")
    ?.slice(1)
    .join("")
    .trim();
}

async function admitSource({ headers }: FastifyRequest, parts: GateParts): Promise<Admission> {
  const source = await parts.authentication.source?.(headers);
  if (source === undefined)
    throw new FengsuiError("access.key_required", "no key of a source came with the request");
  return { principal: systemPrincipal("ingest"), source, isStillAllowed: async () => true };
}

function allows(policy: Policy, { organisations, hubRoles }: SignedIn): boolean {
  switch (policy.kind) {
    case "session":
      return true;
    case "role":
      return organisations.some(({ role }) => hasRole(role, policy.lowest));
    case "hubRole":
      return policy.roles.some((role) => hubRoles.includes(role));
    case "local":
      return hubRoles.includes("operator");
    case "public":
    case "ingestKey":
      return false;
  }
}

/** A browser says whose page asks. What is no browser says nothing, and has no cookies that somebody could use. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const asking = URL.parse(origin)?.host;
  if (asking !== undefined && asking === request.host.toLowerCase()) return;
  throw new FengsuiError("http.foreign_origin", `the page is of ${origin.slice(0, 200)}`);
}

const LOOPBACK_ADDRESS = /^(127\.|::1$|::ffff:127\.)/;
const LOOPBACK_NAME = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** The name counts too: a page may have its own name lead to this machine (DNS rebinding). */
function isFromHere({ ip, host, headers }: FastifyRequest, trustsProxy: boolean): boolean {
  const isForwarded = headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
  if (isForwarded && !trustsProxy) return false;
  return LOOPBACK_ADDRESS.test(ip) && LOOPBACK_NAME.test(URL.parse(`http://${host}`)?.hostname ?? "");
}
