// SPDX-License-Identifier: Apache-2.0
import { from } from "../callers.ts";
import { anyMember, BYTES, type Declarations, members } from "../declare.ts";
import type { Site } from "../site.ts";

const organisation = async ({ id: organisationId }: Site) => ({ organisationId });
const system = (site: Site) => site.ledger.system();
const asset = async (site: Site) => ({ id: (await site.ledger.asset())["id"] ?? "" });
const host = (site: Site) => site.ledger.hostProposal();
const ignored = (site: Site) => site.ledger.ignoredHostProposal();
const proposal = (site: Site) => site.ledger.mergeProposal();
const anImport = (site: Site) => site.ledger.ledgerImport();
const because = () => ({ reason: "a" });

/** Of many, each has its own outcome. */
const MANY = { unseen: 200, lookedFor: ["id"] } as const;

/** A file of systems is for managers, as systems are. */
const OF_SYSTEMS = { allowed: from("manager"), refused: from("analyst") };

export const LEDGER: Declarations = {
  "GET /api/v1/ledger/systems": anyMember("viewer"),
  "POST /api/v1/ledger/systems": members("manager", {
    make: organisation,
    body: ({ organisationId }, site) => ({ organisationId, name: site.label() }),
    unseen: 403,
  }),
  "GET /api/v1/ledger/systems/:id": members("viewer", { make: system }),
  "PATCH /api/v1/ledger/systems/:id": members("manager", { make: system, body: () => ({ purpose: "a" }) }),
  "GET /api/v1/ledger/assets": anyMember("viewer"),
  "GET /api/v1/ledger/assets/:id": members("viewer", { make: asset }),
  "GET /api/v1/ledger/assets/:id/history": members("viewer", { make: asset }),
  "POST /api/v1/ledger/assets": members("analyst", {
    make: async (site) => ({ organisationId: site.id, systemId: (await site.ledger.system())["id"] ?? "" }),
    body: (ids, site) => ({ ...ids, kind: "host", identifiers: [{ kind: "serial", value: site.label() }] }),
    unseen: 403,
  }),
  "POST /api/v1/ledger/assets/change": members("analyst", {
    make: (site) => site.ledger.assetAndSystem(),
    body: ({ id, systemId }) => ({ ids: [id], systemId }),
    ...MANY,
  }),
  "PATCH /api/v1/ledger/assets/:id": members("analyst", {
    make: (site) => site.ledger.assetAndSystem(),
    body: ({ systemId }) => ({ systemId }),
  }),
  "POST /api/v1/ledger/assets/:id/identifiers": members("analyst", {
    make: asset,
    body: (_, site) => ({ kind: "serial", value: site.label() }),
  }),
  "POST /api/v1/ledger/assets/:id/identifiers/:identifierId/end": members("analyst", {
    make: (site) => site.ledger.asset(),
    body: () => ({}),
  }),
  "POST /api/v1/ledger/assets/:id/merge": members("analyst", {
    make: (site) => site.ledger.twoAssets(),
    body: ({ otherId }) => ({ otherId, reason: "a" }),
  }),
  "POST /api/v1/ledger/assets/:id/split": members("analyst", {
    make: (site) => site.ledger.asset(),
    body: ({ identifierId }) => ({ identifierIds: [identifierId], name: "a", reason: "a" }),
  }),
  "GET /api/v1/ledger/merge-proposals": anyMember("viewer"),
  "POST /api/v1/ledger/merge-proposals/:id/merge": members("analyst", { make: proposal }),
  "POST /api/v1/ledger/merge-proposals/:id/refuse": members("analyst", { make: proposal, body: because }),
  "GET /api/v1/ledger/host-proposals": anyMember("viewer"),
  "POST /api/v1/ledger/host-proposals/look": anyMember("analyst"),
  "POST /api/v1/ledger/host-proposals/:id/accept": members("analyst", {
    make: async (site) => ({
      ...(await site.ledger.hostProposal()),
      systemId: (await site.ledger.system())["id"] ?? "",
    }),
    body: ({ systemId }) => ({ systemId }),
  }),
  "POST /api/v1/ledger/host-proposals/:id/ignore": members("analyst", { make: host, body: because }),
  "POST /api/v1/ledger/host-proposals/:id/reconsider": members("analyst", { make: ignored }),
  "POST /api/v1/ledger/host-proposals/accept": members("analyst", {
    make: host,
    body: ({ id }) => ({ ids: [id] }),
    ...MANY,
  }),
  "POST /api/v1/ledger/host-proposals/ignore": members("analyst", {
    make: host,
    body: ({ id }) => ({ ids: [id], reason: "a" }),
    ...MANY,
  }),
  "POST /api/v1/ledger/host-proposals/reconsider": members("analyst", {
    make: ignored,
    body: ({ id }) => ({ ids: [id] }),
    ...MANY,
  }),
  "POST /api/v1/ledger/imports": members("analyst", {
    ...OF_SYSTEMS,
    make: organisation,
    query: ({ organisationId = "" }) => ({ organisationId, kind: "systems", fileName: "a.csv" }),
    body: () => BYTES,
    unseen: 403,
  }),
  "GET /api/v1/ledger/imports": anyMember("analyst"),
  "GET /api/v1/ledger/imports/:id": members("analyst", { make: anImport }),
  "PATCH /api/v1/ledger/imports/:id": members("analyst", {
    ...OF_SYSTEMS,
    make: anImport,
    body: () => ({ charset: "utf-8" }),
  }),
  "GET /api/v1/ledger/imports/:id/preview": members("analyst", {
    ...OF_SYSTEMS,
    make: anImport,
  }),
  "POST /api/v1/ledger/imports/:id/commit": members("analyst", {
    ...OF_SYSTEMS,
    make: anImport,
    body: () => ({}),
  }),
  "GET /api/v1/ledger/imports/:id/rejected.csv": members("analyst", { make: anImport, answers: 200 }),
  "DELETE /api/v1/ledger/imports/:id": members("analyst", {
    ...OF_SYSTEMS,
    make: anImport,
  }),
  "GET /api/v1/ledger/systems.csv": anyMember("viewer", { answers: 200 }),
  "GET /api/v1/ledger/assets.csv": anyMember("viewer", { answers: 200 }),
};
