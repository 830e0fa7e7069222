// SPDX-License-Identifier: Apache-2.0
/** The routes of assets. */
import {
  ASSET,
  ASSET_CHANGE,
  ASSET_HISTORY,
  ASSET_MERGE,
  ASSET_QUERY,
  ASSET_SPLIT,
  ASSETS,
  ASSETS_CHANGE,
  BULK_OUTCOME,
  IDENTIFIER_END,
  MERGE_PROPOSAL_QUERY,
  MERGE_PROPOSAL_REFUSAL,
  MERGE_PROPOSALS,
  NEW_ASSET,
  NEW_IDENTIFIER,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { assetIdOf, identifierIdOf, idParam } from "../../../platform/http/parameters.ts";
import type { Merging } from "./merging.ts";
import type { Assets } from "./service.ts";

const PATH = "/api/v1/ledger/assets";
const PARAMS = z.object({ id: idParam<"asset">() });
const ONE = { params: PARAMS, response: ASSET } as const;

export function assetRoutes(assets: Assets, merging: Merging): RouteDefinition[] {
  return [
    ...readingRoutes(assets),
    ...changingRoutes(assets),
    ...mergingRoutes(merging),
    ...proposalRoutes(merging),
  ];
}

function readingRoutes(assets: Assets): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "The assets that one may see, by name.",
      query: ASSET_QUERY,
      response: ASSETS,
      handler: async (ctx, { query }) => await assets.list(sessionOf(ctx), query),
    }),
    defineRoute({
      ...ONE,
      method: "GET",
      path: `${PATH}/:id`,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "An asset. One that became part of another is answered as that other.",
      handler: async (ctx, { params: { id } }) => await assets.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id/history`,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "What became of an asset and of those merged into it, the newest first.",
      params: PARAMS,
      response: ASSET_HISTORY,
      handler: async (ctx, { params: { id } }) => await assets.history(sessionOf(ctx), id),
    }),
  ];
}

function changingRoutes(assets: Assets): RouteDefinition[] {
  const policy = role("analyst");
  return [
    defineRoute({
      method: "POST",
      path: PATH,
      key: "ledger:write",
      policy,
      summary: "Enter an asset. One that the ledger has already is refused, and named.",
      status: 201,
      body: NEW_ASSET,
      response: ASSET,
      handler: async (ctx, { body }) => await assets.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/change`,
      key: "ledger:write",
      policy,
      summary: "Give several assets to a system, retire them or take them back.",
      body: ASSETS_CHANGE,
      response: BULK_OUTCOME,
      handler: async (ctx, { body: { ids, ...change } }) =>
        await assets.changeMany(sessionOf(ctx), ids.map(assetIdOf), change),
    }),
    defineRoute({
      ...ONE,
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "ledger:write",
      policy,
      summary: "Rename an asset, give it to a system, retire it or take it back.",
      body: ASSET_CHANGE,
      handler: async (ctx, { params: { id }, body }) => await assets.change(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...ONE,
      method: "POST",
      path: `${PATH}/:id/identifiers`,
      key: "ledger:write",
      policy,
      summary: "Say by what else an asset is known, and from when on.",
      body: NEW_IDENTIFIER,
      handler: async (ctx, { params: { id }, body }) => await assets.identify(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/identifiers/:identifierId/end`,
      key: "ledger:write",
      policy,
      summary: "Say that an asset is known by this no longer.",
      params: z.object({ id: idParam<"asset">(), identifierId: idParam<"identifier">() }),
      body: IDENTIFIER_END,
      response: ASSET,
      handler: async (ctx, { params: { id, identifierId }, body: { to } }) => {
        const end = { identifierId, to: to === undefined ? undefined : new Date(to) };
        return await assets.endIdentifier(sessionOf(ctx), id, end);
      },
    }),
  ];
}

function mergingRoutes(merging: Merging): RouteDefinition[] {
  const policy = role("analyst");
  return [
    defineRoute({
      ...ONE,
      method: "POST",
      path: `${PATH}/:id/merge`,
      key: "ledger:write",
      policy,
      summary: "Make another asset part of this one; its id leads here from now on.",
      body: ASSET_MERGE,
      handler: async (ctx, { params: { id }, body: { otherId, reason } }) =>
        await merging.merge(sessionOf(ctx), id, { otherId: assetIdOf(otherId), reason }),
    }),
    defineRoute({
      ...ONE,
      method: "POST",
      path: `${PATH}/:id/split`,
      key: "ledger:write",
      policy,
      summary: "Make a new asset of some of what this one is known by; the answer is the new one.",
      status: 201,
      body: ASSET_SPLIT,
      handler: async (ctx, { params: { id }, body: { identifierIds, name, reason } }) =>
        await merging.split(sessionOf(ctx), id, {
          identifierIds: identifierIds.map(identifierIdOf),
          name,
          reason,
        }),
    }),
  ];
}

function proposalRoutes(merging: Merging): RouteDefinition[] {
  const path = "/api/v1/ledger/merge-proposals";
  const params = z.object({ id: idParam<"merge-proposal">() });
  return [
    defineRoute({
      method: "GET",
      path,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "Pairs of assets that may be one, the newest first.",
      query: MERGE_PROPOSAL_QUERY,
      response: MERGE_PROPOSALS,
      handler: async (ctx, { query }) => await merging.proposals(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id/merge`,
      key: "ledger:write",
      policy: role("analyst"),
      summary: "They are one.",
      params,
      response: ASSET,
      handler: async (ctx, { params: { id } }) => await merging.accept(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id/refuse`,
      key: "ledger:write",
      policy: role("analyst"),
      summary: "They are two; it is not proposed again.",
      params,
      body: MERGE_PROPOSAL_REFUSAL,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await merging.refuse(sessionOf(ctx), id, reason),
    }),
  ];
}
