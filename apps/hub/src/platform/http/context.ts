// SPDX-License-Identifier: Apache-2.0
/** What a handler knows of the request besides its input: in whose name it is, and when. */
import type { IncomingHttpHeaders } from "node:http";
import type { KeyScope } from "@fengsui/contract";
import type { Id } from "../ids.ts";
import type { ActingPerson, HubRole, OrganisationId, OrganisationRole, Principal } from "../records/index.ts";
import type { KeyUse } from "./key-use.ts";

export type Language = "en" | "zh-CN";

export interface SignedIn {
  /** By a key it is the id of the key, which is that of no session. */
  readonly sessionId: Id<"session">;
  readonly person: ActingPerson & {
    readonly name: string;
    readonly email: string;
    readonly language: Language;
  };
  readonly organisations: readonly {
    readonly id: OrganisationId;
    readonly name: string;
    readonly role: OrganisationRole;
  }[];
  readonly hubRoles: readonly HubRole[];
  /** When the owner last proved to be there: signed in, or confirmed it since. */
  readonly provedAt: Date;
}

/** Who a key belongs to. */
export interface IngestSource {
  readonly id: Id<"source">;
  readonly organisationId: OrganisationId;
  /** Of what it delivers, where somebody said it. */
  readonly charset?: string;
}

export interface KeyAsked {
  /** What the route takes: where an organisation does not let the key do that, it is left out. */
  readonly wanted: KeyUse;
  readonly address: string;
  readonly use: "touch" | "look";
}

/** In whose name a program asks, with no more than the key leaves of what they may. */
export interface KeyHolder {
  readonly signedIn: SignedIn;
  readonly scopes: readonly KeyScope[];
}

/** What features give the server, so that it can tell who is calling. */
export interface Authentication {
  /** Undefined where the token is of no session that still holds. `touch`: it was used just now. */
  session(token: string, use: "touch" | "look"): Promise<SignedIn | undefined>;
  /** Undefined where no key holds like this. */
  key?(text: string, asked: KeyAsked): Promise<KeyHolder | undefined>;
  /** Undefined where no key of a source that is on is among the headers. */
  source?(headers: IncomingHttpHeaders): Promise<IngestSource | undefined>;
}

export interface RequestContext {
  readonly principal: Principal;
  /** With the policies `session`, `role` and `hubRole`; `sessionOf` has it for sure. */
  readonly session?: SignedIn & { readonly csrfToken: string };
  /** With the policy `ingestKey`; `sourceOf` has it for sure. */
  readonly source?: IngestSource;
  readonly requestId: string;
  readonly now: Date;
  /** The address of the client, as far as the proxies are trusted. */
  readonly clientAddress: string;
  readonly headers: IncomingHttpHeaders;
  /** The caller has gone, or the hub closes. */
  readonly signal: AbortSignal;
  /** The session still holds; asked again by what lasts long. */
  isStillAllowed(): Promise<boolean>;
  /** For what is dangerous with some inputs only; the route declares it as `stepUp: "sometimes"`. */
  requireProof(): void;
  /** The answer gives the browser this session, and the handler what it needs to know of it. */
  startSession(token: string, expiresAt: Date): { readonly csrfToken: string };
  endSession(): void;
  /** Of a way to a provider that this browser has begun. */
  readonly wayToken: string | undefined;
  startWay(token: string, expiresAt: Date): void;
  endWay(): void;
}

export function sessionOf(ctx: RequestContext): NonNullable<RequestContext["session"]> {
  if (ctx.session === undefined) throw new TypeError("the policy of the route asks for no session");
  return ctx.session;
}

export function sourceOf(ctx: RequestContext): IngestSource {
  if (ctx.source === undefined) throw new TypeError("the policy of the route asks for no key of a source");
  return ctx.source;
}
