// SPDX-License-Identifier: Apache-2.0
/** The calls of the directory of organisations and of the ledger. */
import {
  ASSET,
  ASSET_HISTORY,
  ASSETS,
  type ASSETS_CHANGE,
  type AssetChange,
  BULK_OUTCOME,
  HOST_PROPOSALS,
  IMPORT_COMMITTED,
  IMPORT_PREVIEW,
  LEDGER_IMPORT,
  LEDGER_IMPORTS,
  type LEDGER_UPLOAD,
  type LedgerImportChange,
  MERGE_PROPOSALS,
  type NEW_ASSET,
  type NEW_IDENTIFIER,
  type NEW_ORGANISATION,
  type NEW_SYSTEM,
  ORGANISATION,
  type ORGANISATION_CHANGE,
  ORGANISATIONS,
  SYSTEM,
  type SYSTEM_CHANGE,
  SYSTEMS,
} from "@fengsui/contract";
import { z } from "zod";
import type {
  AssetFilter,
  HostProposalFilter,
  ImportPreviewFilter,
  LedgerPage,
  OrganisationFilter,
  SystemFilter,
} from "./filters.ts";
import { queryText, type Transport } from "./transport.ts";

const LEDGER = "/api/v1/ledger";
const DONE = z.unknown();
type Signal = AbortSignal | undefined;
type File = Blob | Uint8Array<ArrayBuffer> | string;

export function organisationCalls(transport: Transport) {
  const path = "/api/v1/organisations";
  return {
    list: (query: OrganisationFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: ORGANISATIONS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: ORGANISATION, signal }),
    add: (body: z.input<typeof NEW_ORGANISATION>) =>
      transport.call({ method: "POST", path, body, answer: ORGANISATION }),
    change: (id: string, body: z.input<typeof ORGANISATION_CHANGE>) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: ORGANISATION }),
  };
}

export function ledgerCalls(transport: Transport, address: string) {
  return {
    systems: systemCalls(transport, address),
    assets: assetCalls(transport, address),
    hostProposals: hostProposalCalls(transport),
    mergeProposals: mergeProposalCalls(transport),
    imports: importCalls(transport, address),
  };
}

function systemCalls(transport: Transport, address: string) {
  const path = `${LEDGER}/systems`;
  return {
    list: (query: SystemFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: SYSTEMS, signal }),
    get: (id: string, signal?: Signal) => transport.call({ path: `${path}/${id}`, answer: SYSTEM, signal }),
    add: (body: z.input<typeof NEW_SYSTEM>) => transport.call({ method: "POST", path, body, answer: SYSTEM }),
    change: (id: string, body: z.input<typeof SYSTEM_CHANGE>) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: SYSTEM }),
    /** Where the table is fetched from. */
    csvAddress: (query: SystemFilter = {}) => `${address}${path}.csv${queryText({ ...query })}`,
  };
}

function assetCalls(transport: Transport, address: string) {
  const path = `${LEDGER}/assets`;
  const act = (id: string, verb: string, body: object) =>
    transport.call({ method: "POST", path: `${path}/${id}/${verb}`, body, answer: ASSET });
  return {
    list: (query: AssetFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: ASSETS, signal }),
    /** Of one that became part of another, that other. */
    get: (id: string, signal?: Signal) => transport.call({ path: `${path}/${id}`, answer: ASSET, signal }),
    history: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/history`, answer: ASSET_HISTORY, signal }),
    add: (body: z.input<typeof NEW_ASSET>) => transport.call({ method: "POST", path, body, answer: ASSET }),
    change: (id: string, body: AssetChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: ASSET }),
    changeMany: (body: z.input<typeof ASSETS_CHANGE>) =>
      transport.call({ method: "POST", path: `${path}/change`, body, answer: BULK_OUTCOME }),
    identify: (id: string, body: z.input<typeof NEW_IDENTIFIER>) => act(id, "identifiers", body),
    /** Now, without a time. */
    endIdentifier: (id: string, identifierId: string, to?: string) =>
      act(id, `identifiers/${identifierId}/end`, { to }),
    merge: (id: string, otherId: string, reason: string) => act(id, "merge", { otherId, reason }),
    split: (id: string, body: { identifierIds: readonly string[]; name: string; reason: string }) =>
      act(id, "split", body),
    /** Where the table is fetched from. */
    csvAddress: (query: AssetFilter = {}) => `${address}${path}.csv${queryText({ ...query })}`,
  };
}

function hostProposalCalls(transport: Transport) {
  const path = `${LEDGER}/host-proposals`;
  const act = (where: string, body?: object) =>
    transport.call({ method: "POST", path: `${path}/${where}`, body, answer: DONE });
  const many = (verb: string, body: object) =>
    transport.call({ method: "POST", path: `${path}/${verb}`, body, answer: BULK_OUTCOME });
  return {
    list: (query: HostProposalFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: HOST_PROPOSALS, signal }),
    /** Through the newest logs, at once. */
    look: () => act("look"),
    accept: (id: string, body: { systemId?: string | null; assetId?: string } = {}) =>
      transport.call({ method: "POST", path: `${path}/${id}/accept`, body, answer: ASSET }),
    ignore: (id: string, reason: string) => act(`${id}/ignore`, { reason }),
    reconsider: (id: string) => act(`${id}/reconsider`),
    acceptMany: (ids: readonly string[], systemId: string | null) => many("accept", { ids, systemId }),
    ignoreMany: (ids: readonly string[], reason: string) => many("ignore", { ids, reason }),
    reconsiderMany: (ids: readonly string[]) => many("reconsider", { ids }),
  };
}

function mergeProposalCalls(transport: Transport) {
  const path = `${LEDGER}/merge-proposals`;
  return {
    list: (query: LedgerPage = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: MERGE_PROPOSALS, signal }),
    merge: (id: string) => transport.call({ method: "POST", path: `${path}/${id}/merge`, answer: ASSET }),
    refuse: (id: string, reason: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/refuse`, body: { reason }, answer: DONE }),
  };
}

function importCalls(transport: Transport, address: string) {
  const path = `${LEDGER}/imports`;
  return {
    list: (query: LedgerPage = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: LEDGER_IMPORTS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: LEDGER_IMPORT, signal }),
    upload: (query: z.input<typeof LEDGER_UPLOAD>, file: File) =>
      transport.call({ method: "POST", path, query: { ...query }, file, answer: LEDGER_IMPORT }),
    change: (id: string, body: LedgerImportChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: LEDGER_IMPORT }),
    preview: (id: string, query: ImportPreviewFilter = {}, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/preview`, query: { ...query }, answer: IMPORT_PREVIEW, signal }),
    /** With the fingerprint of the preview: that, or nothing. */
    commit: (id: string, fingerprint?: string) =>
      transport.call({
        method: "POST",
        path: `${path}/${id}/commit`,
        body: { fingerprint },
        answer: IMPORT_COMMITTED,
      }),
    discard: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
    /** Where the rows that are rejected are fetched from. */
    rejectedAddress: (id: string) => `${address}${path}/${id}/rejected.csv`,
  };
}
