// SPDX-License-Identifier: Apache-2.0
/** The routes by which one proves to be there, before what is dangerous. */
import { PROOF, PROOF_WAYS } from "@fengsui/contract";
import { defineRoute, type RouteDefinition, SESSION, sessionOf } from "../../../platform/http/index.ts";
import { SIGN_IN_RATE } from "../routes.ts";
import { clientOf } from "../start-session.ts";
import type { Proofs } from "./service.ts";

const PATH = "/api/v1/session/proof";

export function proofRoutes(proofs: Proofs): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "What the account can prove with that its owner is there.",
      response: PROOF_WAYS,
      handler: async (ctx) => await proofs.ways(sessionOf(ctx)),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "Prove that one is there; for ten minutes, what is dangerous is then allowed to the session.",
      rate: SIGN_IN_RATE,
      body: PROOF,
      handler: async (ctx, { body }) => await proofs.give(sessionOf(ctx), body, clientOf(ctx)),
    }),
  ];
}
