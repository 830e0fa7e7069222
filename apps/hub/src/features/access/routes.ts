// SPDX-License-Identifier: Apache-2.0
/** The routes of access. */
import {
  OWN_SESSIONS,
  PASSWORD_CHANGE,
  PERSON_CHANGE,
  SESSION as SESSION_ANSWER,
  SETUP_REQUEST,
  SETUP_STATE,
  type Session,
  SIGN_IN_REQUEST,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  PUBLIC,
  type RequestContext,
  type RouteDefinition,
  SESSION,
  type SignedIn,
  sessionOf,
} from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { Access } from "./service.ts";
import { clientOf, type StartedSession } from "./start-session.ts";

/** From one network; behind one there may be a whole office. */
export const SIGN_IN_RATE = { burst: 20, everyMs: 10_000 };

export function accessRoutes(access: Access): RouteDefinition[] {
  return [...setupRoutes(access), ...sessionRoutes(access), ...ownSessionRoutes(access)];
}

function setupRoutes(access: Access): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/setup",
      key: "never",
      policy: PUBLIC,
      summary: "Whether the hub waits for its first administrator.",
      response: SETUP_STATE,
      handler: async () => ({ isNeeded: await access.isSetupNeeded() }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/setup",
      key: "never",
      policy: PUBLIC,
      summary: "Create the first organisation and its administrator, with the token of the one-time link.",
      rate: SIGN_IN_RATE,
      body: SETUP_REQUEST,
      response: SESSION_ANSWER,
      status: 201,
      handler: async (ctx, { body }) => await begin(ctx, access, await access.setUp(body, clientOf(ctx))),
    }),
  ];
}

function sessionRoutes(access: Access): RouteDefinition[] {
  const path = "/api/v1/session";
  return [
    defineRoute({
      method: "POST",
      path,
      key: "never",
      policy: PUBLIC,
      summary: "Sign in.",
      bodyLimitBytes: 16 * 1024,
      body: SIGN_IN_REQUEST,
      response: SESSION_ANSWER,
      status: 201,
      handler: async (ctx, { body }) => await begin(ctx, access, await access.signIn(body, clientOf(ctx))),
    }),
    defineRoute({
      method: "GET",
      path,
      key: "never",
      policy: SESSION,
      summary: "Who is signed in.",
      response: SESSION_ANSWER,
      handler: async (ctx) => answerOf(sessionOf(ctx), sessionOf(ctx).csrfToken),
    }),
    defineRoute({
      method: "DELETE",
      path,
      key: "never",
      policy: SESSION,
      summary: "Sign out.",
      handler: async (ctx) => {
        await access.signOut(sessionOf(ctx));
        ctx.endSession();
      },
    }),
    defineRoute({
      method: "POST",
      path: `${path}/password`,
      key: "never",
      policy: SESSION,
      summary: "Change one's own password; every other session ends, and this one gets another cookie.",
      rate: SIGN_IN_RATE,
      body: PASSWORD_CHANGE,
      response: SESSION_ANSWER,
      handler: async (ctx, { body }) =>
        await begin(ctx, access, await access.changePassword(sessionOf(ctx), body, clientOf(ctx))),
    }),
    defineRoute({
      method: "PATCH",
      path: `${path}/person`,
      key: "never",
      policy: SESSION,
      summary: "Change one's own name or language.",
      body: PERSON_CHANGE,
      response: SESSION_ANSWER,
      handler: async (ctx, { body: { name, language } }) => {
        const session = sessionOf(ctx);
        await access.changePerson(session, { name, language });
        const { person } = session;
        const changed = { ...person, name: name ?? person.name, language: language ?? person.language };
        return answerOf({ ...session, person: changed }, session.csrfToken);
      },
    }),
  ];
}

function ownSessionRoutes(access: Access): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/sessions",
      key: "never",
      policy: SESSION,
      summary: "Where one is signed in.",
      response: OWN_SESSIONS,
      handler: async (ctx) => ({ sessions: await access.listSessions(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/v1/sessions/:id",
      key: "never",
      policy: SESSION,
      summary: "End one of one's own sessions.",
      params: z.object({ id: idParam<"session">() }),
      handler: async (ctx, { params: { id } }) => {
        const session = sessionOf(ctx);
        await access.endSession(session, id);
        if (id === session.sessionId) ctx.endSession();
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/v1/sessions",
      key: "never",
      policy: SESSION,
      summary: "Sign out everywhere.",
      handler: async (ctx) => {
        await access.signOutEverywhere(sessionOf(ctx));
        ctx.endSession();
      },
    }),
  ];
}

export async function begin(ctx: RequestContext, access: Access, started: StartedSession): Promise<Session> {
  const signedIn = await access.findSession(started.token, "look");
  if (signedIn === undefined) throw new TypeError("a session that was just started does not hold");
  const { csrfToken } = ctx.startSession(started.token, started.expiresAt);
  return answerOf(signedIn, csrfToken);
}

function answerOf({ person, organisations, hubRoles }: SignedIn, csrfToken: string): Session {
  return { person, organisations: [...organisations], hubRoles: [...hubRoles], csrfToken };
}
