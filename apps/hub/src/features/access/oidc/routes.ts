// SPDX-License-Identifier: Apache-2.0
/** The routes of signing in with a provider, and of who one is there. */
import {
  FengsuiError,
  IDENTITIES,
  PROVIDER_CODE,
  PROVIDER_ENTRY,
  PROVIDER_LOGOUT,
  PROVIDER_RETURN,
  PROVIDER_SESSION,
  PROVIDER_SIGN_OUT,
  PROVIDER_WAY,
  SESSION as SESSION_ANSWER,
  SIGN_IN_PROVIDERS,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  defineStreamRoute,
  PUBLIC,
  type RequestContext,
  type RouteDefinition,
  SESSION,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import { begin, SIGN_IN_RATE } from "../routes.ts";
import type { Access } from "../service.ts";
import { clientOf } from "../start-session.ts";
import type { BackChannel } from "./back-channel.ts";
import { readForm } from "./form.ts";
import type { Identities } from "./identities.ts";
import { logoutRefused } from "./rules.ts";
import type { Beginning, ProviderSignIn } from "./sign-in.ts";

export interface ProviderRouteParts {
  readonly access: Access;
  readonly providerSignIn: ProviderSignIn;
  readonly identities: Identities;
  readonly backChannel: BackChannel;
  /** Where people open the console, if it is configured. */
  readonly publicUrl: string | undefined;
}

const ENTRY = "/api/v1/sign-in";
const OWN = "/api/v1/session/identities";
const PROOF = "/api/v1/session/proof";
const PARAMS = z.object({ id: idParam<"identity-provider">() });

export function providerRoutes(parts: ProviderRouteParts): RouteDefinition[] {
  return [
    ...entryRoutes(parts),
    backChannelRoute(parts),
    ...ownRoutes(parts),
    ...proofRoutes(parts),
    ...signOutRoutes(parts),
  ];
}

function entryRoutes(parts: ProviderRouteParts): RouteDefinition[] {
  const { access, providerSignIn } = parts;
  return [
    defineRoute({
      method: "GET",
      path: `${ENTRY}/providers`,
      key: "never",
      policy: PUBLIC,
      summary: "With which providers one can sign in.",
      response: SIGN_IN_PROVIDERS,
      handler: async () => ({ providers: await providerSignIn.providers() }),
    }),
    defineRoute({
      method: "POST",
      path: `${ENTRY}/providers/:id`,
      key: "never",
      policy: PUBLIC,
      summary: "Begin to sign in with a provider: the answer says where the browser goes.",
      rate: SIGN_IN_RATE,
      params: PARAMS,
      body: PROVIDER_ENTRY,
      response: PROVIDER_WAY,
      status: 201,
      handler: async (ctx, { params: { id }, body: { invitation } }) =>
        await setOut(ctx, parts, { providerId: id, purpose: "enter", invitation }),
    }),
    defineRoute({
      method: "POST",
      path: `${ENTRY}/return`,
      key: "never",
      policy: PUBLIC,
      summary: "Back from the provider: what it sent along signs in, or a one-time code is asked for.",
      rate: SIGN_IN_RATE,
      body: PROVIDER_RETURN,
      response: SESSION_ANSWER,
      status: 201,
      handler: async (ctx, { body: { query } }) => {
        const back = { query, wayToken: ctx.wayToken };
        return await arrive(ctx, access, await providerSignIn.enter(back, clientOf(ctx)));
      },
    }),
    defineRoute({
      method: "POST",
      path: `${ENTRY}/code`,
      key: "never",
      policy: PUBLIC,
      summary: "The one-time code that was asked for on the way back from a provider.",
      rate: SIGN_IN_RATE,
      body: PROVIDER_CODE,
      response: SESSION_ANSWER,
      status: 201,
      handler: async (ctx, { body: { code } }) =>
        await arrive(ctx, access, await providerSignIn.enterWithCode(code, ctx.wayToken, clientOf(ctx))),
    }),
  ];
}

/** All of a provider's come from one place: it may sign out many at once. */
const LOGOUT_RATE = { burst: 200, everyMs: 200 };

function backChannelRoute({ backChannel }: ProviderRouteParts): RouteDefinition {
  return defineStreamRoute({
    method: "POST",
    path: `${ENTRY}/logout`,
    key: "never",
    policy: PUBLIC,
    summary: "A provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0).",
    rate: LOGOUT_RATE,
    response: z.object({}),
    handler: async (_, { body }) => {
      const form = PROVIDER_LOGOUT.safeParse(await readForm(body));
      if (!form.success) throw logoutRefused("it holds no logout token");
      await backChannel.logOut(form.data.logout_token);
      return {};
    },
  });
}

function ownRoutes(parts: ProviderRouteParts): RouteDefinition[] {
  const { identities, providerSignIn } = parts;
  return [
    defineRoute({
      method: "GET",
      path: OWN,
      key: "never",
      policy: SESSION,
      summary: "Which accounts elsewhere one's own is connected with.",
      response: IDENTITIES,
      handler: async (ctx) => ({ identities: await identities.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path: `${OWN}/:id`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Begin to connect one's own account with a provider: the answer says where the browser goes.",
      rate: SIGN_IN_RATE,
      params: PARAMS,
      response: PROVIDER_WAY,
      status: 201,
      handler: async (ctx, { params: { id } }) =>
        await setOut(ctx, parts, { providerId: id, purpose: "connect", signedIn: sessionOf(ctx) }),
    }),
    defineRoute({
      method: "POST",
      path: OWN,
      key: "never",
      policy: SESSION,
      summary: "Back from the provider: what it sent along is connected with one's own account.",
      rate: SIGN_IN_RATE,
      body: PROVIDER_RETURN,
      handler: async (ctx, { body: { query } }) => {
        await providerSignIn.connect(sessionOf(ctx), { query, wayToken: ctx.wayToken });
        ctx.endWay();
      },
    }),
    defineRoute({
      method: "DELETE",
      path: `${OWN}/:id`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Disconnect an account elsewhere from one's own.",
      params: z.object({ id: idParam<"identity">() }),
      handler: async (ctx, { params: { id } }) => await identities.remove(sessionOf(ctx), id),
    }),
  ];
}

function proofRoutes(parts: ProviderRouteParts): RouteDefinition[] {
  const { providerSignIn } = parts;
  return [
    defineRoute({
      method: "POST",
      path: `${PROOF}/providers/:id`,
      key: "never",
      policy: SESSION,
      summary: "Begin to prove with a provider that one is there: the answer says where the browser goes.",
      rate: SIGN_IN_RATE,
      params: PARAMS,
      response: PROVIDER_WAY,
      status: 201,
      handler: async (ctx, { params: { id } }) =>
        await setOut(ctx, parts, { providerId: id, purpose: "prove", signedIn: sessionOf(ctx) }),
    }),
    defineRoute({
      method: "POST",
      path: `${PROOF}/return`,
      key: "never",
      policy: SESSION,
      summary: "Back from the provider: what it sent along proves it, or a one-time code is asked for.",
      rate: SIGN_IN_RATE,
      body: PROVIDER_RETURN,
      handler: async (ctx, { body: { query } }) => {
        await providerSignIn.prove(sessionOf(ctx), { query, wayToken: ctx.wayToken });
        ctx.endWay();
      },
    }),
    defineRoute({
      method: "POST",
      path: `${PROOF}/code`,
      key: "never",
      policy: SESSION,
      summary: "The one-time code that was asked for on the way back from a provider.",
      rate: SIGN_IN_RATE,
      body: PROVIDER_CODE,
      handler: async (ctx, { body: { code } }) => {
        await providerSignIn.proveWithCode(sessionOf(ctx), code, ctx.wayToken, clientOf(ctx));
        ctx.endWay();
      },
    }),
  ];
}

function signOutRoutes({ access, identities, publicUrl }: ProviderRouteParts): RouteDefinition[] {
  const path = "/api/v1/session/provider";
  return [
    defineRoute({
      method: "GET",
      path,
      key: "never",
      policy: SESSION,
      summary: "With which provider one is signed in.",
      response: PROVIDER_SESSION,
      handler: async (ctx) => ({ providerName: await identities.providerOf(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/sign-out`,
      key: "never",
      policy: SESSION,
      summary: "Sign out; the answer says where to sign out at the provider, too, if that is offered.",
      response: PROVIDER_SIGN_OUT,
      handler: async (ctx) => {
        const session = sessionOf(ctx);
        const returnTo = new URL("/sign-in", originOf(ctx, publicUrl)).href;
        // Whatever the provider says of it: whoever signs out is out.
        const url = await identities.signOutAddress(session, returnTo).catch(() => undefined);
        await access.signOut(session);
        ctx.endSession();
        return { url: url ?? null };
      },
    }),
  ];
}

async function setOut(
  ctx: RequestContext,
  { providerSignIn, publicUrl }: ProviderRouteParts,
  beginning: Omit<Beginning, "returnTo">,
): Promise<{ url: string }> {
  const returnTo = new URL("/sign-in/return", originOf(ctx, publicUrl)).href;
  const { url, wayToken, expiresAt } = await providerSignIn.begin({ ...beginning, returnTo });
  ctx.startWay(wayToken, expiresAt);
  return { url };
}

async function arrive(
  ctx: RequestContext,
  access: Access,
  started: Awaited<ReturnType<ProviderSignIn["enter"]>>,
) {
  ctx.endWay();
  return await begin(ctx, access, started);
}

/** Where the console is: as configured, else where the page is that asks, which the gate has compared with ours. */
function originOf({ headers }: RequestContext, publicUrl: string | undefined): string {
  const origin = publicUrl ?? headers.origin;
  if (origin !== undefined && URL.canParse(origin)) return origin;
  throw new FengsuiError("http.foreign_origin", "no page of the hub asks");
}
