// SPDX-License-Identifier: Apache-2.0
/** The routes of hosts that logs tell of. */
import {
  ASSET,
  BULK_OUTCOME,
  HOST_PROPOSAL_ACCEPT,
  HOST_PROPOSAL_IGNORE,
  HOST_PROPOSAL_QUERY,
  HOST_PROPOSALS,
  HOST_PROPOSALS_ACCEPT,
  HOST_PROPOSALS_IGNORE,
  HOST_PROPOSALS_RECONSIDER,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { assetIdOf, idParam, seenHostIdOf, systemIdOf } from "../../../platform/http/parameters.ts";
import type { HostProposals } from "./service.ts";

const PATH = "/api/v1/ledger/host-proposals";
const PARAMS = z.object({ id: idParam<"seen-host">() });
const LOOK_RATE = { burst: 30, everyMs: 5_000 };

export function hostProposalRoutes(proposals: HostProposals): RouteDefinition[] {
  return [...readingRoutes(proposals), ...decidingRoutes(proposals), ...bulkRoutes(proposals)];
}

const policy = role("analyst");

function readingRoutes(proposals: HostProposals): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "Hosts that logs tell of and the ledger lacks, the ones that were seen last first.",
      query: HOST_PROPOSAL_QUERY,
      response: HOST_PROPOSALS,
      handler: async (ctx, { query }) => await proposals.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/look`,
      key: "ledger:write",
      policy,
      summary: "Look through the newest logs now; the hub does it by itself every five minutes.",
      rate: LOOK_RATE,
      handler: async (ctx) => await proposals.look(ctx.signal),
    }),
  ];
}

function decidingRoutes(proposals: HostProposals): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/accept`,
      key: "ledger:write",
      policy,
      summary: "Take a host into the ledger, as an asset of a system or as one more name of an asset.",
      params: PARAMS,
      body: HOST_PROPOSAL_ACCEPT,
      response: ASSET,
      handler: async (ctx, { params: { id }, body: { systemId, assetId } }) =>
        await proposals.accept(sessionOf(ctx), id, {
          systemId: systemId === null ? null : systemIdOf(systemId),
          assetId: assetId === undefined ? undefined : assetIdOf(assetId),
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/ignore`,
      key: "ledger:write",
      policy,
      summary: "Leave a host out of the ledger, with a reason; it is not proposed again.",
      params: PARAMS,
      body: HOST_PROPOSAL_IGNORE,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await proposals.ignore(sessionOf(ctx), id, reason),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/reconsider`,
      key: "ledger:write",
      policy,
      summary: "Have a host proposed again that was ignored.",
      params: PARAMS,
      handler: async (ctx, { params: { id } }) => await proposals.reconsider(sessionOf(ctx), id),
    }),
  ];
}

function bulkRoutes(proposals: HostProposals): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: `${PATH}/accept`,
      key: "ledger:write",
      policy,
      summary: "Take several hosts into the ledger, each as an asset of the system.",
      body: HOST_PROPOSALS_ACCEPT,
      response: BULK_OUTCOME,
      handler: async (ctx, { body: { ids, systemId } }) =>
        await proposals.acceptMany(
          sessionOf(ctx),
          ids.map(seenHostIdOf),
          systemId === null ? null : systemIdOf(systemId),
        ),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/ignore`,
      key: "ledger:write",
      policy,
      summary: "Leave several hosts out of the ledger, with a reason.",
      body: HOST_PROPOSALS_IGNORE,
      response: BULK_OUTCOME,
      handler: async (ctx, { body: { ids, reason } }) =>
        await proposals.ignoreMany(sessionOf(ctx), ids.map(seenHostIdOf), reason),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/reconsider`,
      key: "ledger:write",
      policy,
      summary: "Have several hosts proposed again that were ignored.",
      body: HOST_PROPOSALS_RECONSIDER,
      response: BULK_OUTCOME,
      handler: async (ctx, { body: { ids } }) =>
        await proposals.reconsiderMany(sessionOf(ctx), ids.map(seenHostIdOf)),
    }),
  ];
}
