// SPDX-License-Identifier: Apache-2.0
/** The routes of imports and exports of the ledger. */
import {
  ASSET_QUERY,
  IMPORT_COMMIT,
  IMPORT_COMMITTED,
  IMPORT_PREVIEW,
  IMPORT_PREVIEW_QUERY,
  LEDGER_IMPORT,
  LEDGER_IMPORT_CHANGE,
  LEDGER_IMPORT_QUERY,
  LEDGER_IMPORTS,
  LEDGER_UPLOAD,
  MAX_IMPORT_BYTES,
  SYSTEM_QUERY,
} from "@fengsui/contract";
import { z } from "zod";
import {
  Content,
  defineRoute,
  defineStreamRoute,
  type RouteDefinition,
  role,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { LedgerExport } from "./export.ts";
import type { Imports } from "./service.ts";

const ROOT = "/api/v1/ledger";
const PATH = `${ROOT}/imports`;
const PARAMS = z.object({ id: idParam<"ledger-import">() });
const PAGES = { after: true, limit: true } as const;

export function importRoutes(imports: Imports): RouteDefinition[] {
  return [...preparingRoutes(imports), ...endingRoutes(imports)];
}

function preparingRoutes(imports: Imports): RouteDefinition[] {
  const policy = role("analyst");
  return [
    defineStreamRoute({
      method: "POST",
      path: PATH,
      key: "ledger:write",
      policy,
      summary: "Upload a table as CSV: its charset, its delimiter and what its columns are is found out.",
      bodyLimitBytes: MAX_IMPORT_BYTES,
      status: 201,
      query: LEDGER_UPLOAD,
      response: LEDGER_IMPORT,
      handler: async (ctx, { query, body }) => await imports.upload(sessionOf(ctx), query, body),
    }),
    defineRoute({
      method: "GET",
      path: PATH,
      key: "ledger:read",
      policy,
      summary: "The imports of one's organisations, the newest first.",
      query: LEDGER_IMPORT_QUERY,
      response: LEDGER_IMPORTS,
      handler: async (ctx, { query }) => await imports.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "ledger:read",
      policy,
      summary: "An import, with its columns and what they are taken for.",
      params: PARAMS,
      response: LEDGER_IMPORT,
      handler: async (ctx, { params: { id } }) => await imports.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "ledger:write",
      policy,
      summary: "Say how a table is to be read and what its columns are.",
      params: PARAMS,
      body: LEDGER_IMPORT_CHANGE,
      response: LEDGER_IMPORT,
      handler: async (ctx, { params: { id }, body }) => await imports.change(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id/preview`,
      key: "ledger:read",
      policy,
      summary: "What would become of each row, against the ledger as it is now.",
      params: PARAMS,
      query: IMPORT_PREVIEW_QUERY,
      response: IMPORT_PREVIEW,
      handler: async (ctx, { params: { id }, query }) => await imports.preview(sessionOf(ctx), id, query),
    }),
  ];
}

function endingRoutes(imports: Imports): RouteDefinition[] {
  const policy = role("analyst");
  return [
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/commit`,
      key: "ledger:write",
      policy,
      summary: "Do what the preview showed; with its fingerprint, that or nothing.",
      params: PARAMS,
      body: IMPORT_COMMIT,
      response: IMPORT_COMMITTED,
      handler: async (ctx, { params: { id }, body: { fingerprint } }) =>
        await imports.commit(sessionOf(ctx), id, fingerprint),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id/rejected.csv`,
      key: "ledger:read",
      policy,
      summary: "The rows that are rejected, with the reasons, as CSV.",
      params: PARAMS,
      response: z.never(),
      handler: async (ctx, { params: { id } }) =>
        csvFile(`rejected-${id}.csv`, await imports.rejected(sessionOf(ctx), id)),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:id`,
      key: "ledger:write",
      policy,
      summary: "Throw an upload away that was not committed.",
      params: PARAMS,
      handler: async (ctx, { params: { id } }) => await imports.discard(sessionOf(ctx), id),
    }),
  ];
}

export function exportRoutes(tables: LedgerExport): RouteDefinition[] {
  const policy = role("viewer");
  return [
    defineRoute({
      method: "GET",
      path: `${ROOT}/systems.csv`,
      key: "ledger:read",
      policy,
      summary: "The systems that one may see, as CSV that can be imported again.",
      query: SYSTEM_QUERY.omit(PAGES),
      response: z.never(),
      handler: async (ctx, { query }) => csvFile("systems.csv", await tables.systems(sessionOf(ctx), query)),
    }),
    defineRoute({
      method: "GET",
      path: `${ROOT}/assets.csv`,
      key: "ledger:read",
      policy,
      summary: "The assets that one may see, as CSV that can be imported again.",
      query: ASSET_QUERY.omit(PAGES),
      response: z.never(),
      handler: async (ctx, { query }) =>
        csvFile("assets.csv", await tables.assets(sessionOf(ctx), query, ctx.now)),
    }),
  ];
}

function csvFile(name: string, body: Content["body"]): Content {
  return new Content(body, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
}
