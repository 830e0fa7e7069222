// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger on the wire: protected systems with their level and who answers for them, the assets that they are made
 * of, by what an asset is known, and hosts in logs that the ledger lacks.
 */
import { z } from "zod";

const time = z.iso.datetime();
const text = (max: number) => z.string().trim().max(max);
const name = text(200).min(1);
const limit = z.coerce.number().int().min(1).max(500).default(100);
const after = z.string().max(2000).optional();
const isSomething = (change: Readonly<Record<string, unknown>>) =>
  Object.values(change).some((value) => value !== undefined);
const NOTHING = { error: "names nothing to change" };

/** Who answers for a system. With an account on this hub, or without. */
export const RESPONSIBLE = z.object({
  name,
  role: text(100).default(""),
  phone: text(50).default(""),
  email: text(320).default(""),
  personId: z.uuid().nullable().default(null),
});
export type Responsible = z.infer<typeof RESPONSIBLE>;

export const MEASURE_STATES = ["planned", "in_place"] as const;
/** What protects a system: a control, a device, a rule that is followed. */
export const MEASURE = z.object({
  name,
  state: z.enum(MEASURE_STATES).default("in_place"),
  note: text(1000).default(""),
});
export type Measure = z.infer<typeof MEASURE>;

/** Of protection, as GB/T 22240 grades it; null where it is not graded. */
const level = z.int().min(1).max(5).nullable();

const systemAttributes = {
  purpose: text(2000),
  level,
  isCritical: z.boolean(),
  /** Who maintains or guards it, where that is another organisation. */
  guardianId: z.uuid().nullable(),
  responsible: z.array(RESPONSIBLE).max(20),
  measures: z.array(MEASURE).max(200),
};

export const SYSTEM = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  name: z.string(),
  ...systemAttributes,
  assetCount: z.int(),
  createdAt: time,
  changedAt: time,
  retiredAt: time.nullable(),
});
export type System = z.infer<typeof SYSTEM>;
export const SYSTEMS = z.object({ systems: z.array(SYSTEM), next: z.string().nullable() });

export const SYSTEM_QUERY = z.object({
  organisationId: z.uuid().optional(),
  /** A part of the name or the purpose. */
  text: z.string().max(200).optional(),
  minLevel: z.coerce.number().int().min(1).max(5).optional(),
  isCritical: z.stringbool().optional(),
  isRetired: z.stringbool().default(false),
  after,
  limit,
});
export type SystemQuery = z.infer<typeof SYSTEM_QUERY>;

export const NEW_SYSTEM = z.object({
  organisationId: z.uuid(),
  name,
  purpose: systemAttributes.purpose.default(""),
  level: level.default(null),
  isCritical: z.boolean().default(false),
  guardianId: systemAttributes.guardianId.default(null),
  responsible: systemAttributes.responsible.default([]),
  measures: systemAttributes.measures.default([]),
});
export type NewSystem = z.infer<typeof NEW_SYSTEM>;

export const SYSTEM_CHANGE = z
  .object({
    name: name.optional(),
    purpose: systemAttributes.purpose.optional(),
    level: level.optional(),
    isCritical: z.boolean().optional(),
    guardianId: systemAttributes.guardianId.optional(),
    responsible: systemAttributes.responsible.optional(),
    measures: systemAttributes.measures.optional(),
    isRetired: z.boolean().optional(),
    /** As `changedAt` was when it was looked at: refused where somebody changed it since. */
    ifChangedAt: time.optional(),
  })
  .refine(({ ifChangedAt: _, ...change }) => isSomething(change), NOTHING);
export type SystemChange = z.infer<typeof SYSTEM_CHANGE>;

export const ASSET_KINDS = ["host", "network", "domain", "address"] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** By what an asset is known. The last three are what a network, a domain or an address is. */
export const IDENTIFIER_KINDS = [
  "cloud_instance",
  "serial",
  "agent_id",
  "machine_guid",
  "fqdn",
  "hostname",
  "mac",
  "ip",
  "network",
  "domain",
  "address",
] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

const givenIdentifier = z.object({
  kind: z.enum(IDENTIFIER_KINDS),
  value: z.string().trim().min(1).max(500),
  /** From when on; always before, where it is null. */
  from: time.nullable().default(null),
  /** Until when, not included; still, where it is null. */
  to: time.nullable().default(null),
});
export type GivenIdentifier = z.infer<typeof givenIdentifier>;

export const IDENTIFIER = z.object({
  id: z.uuid(),
  kind: z.enum(IDENTIFIER_KINDS),
  value: z.string(),
  from: time.nullable(),
  to: time.nullable(),
  /** Who said so. */
  origin: z.enum(["person", "import", "log"]),
});
export type Identifier = z.infer<typeof IDENTIFIER>;

export const ASSET = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  systemId: z.uuid().nullable(),
  systemName: z.string().nullable(),
  kind: z.enum(ASSET_KINDS),
  name: z.string(),
  note: z.string(),
  identifiers: z.array(IDENTIFIER),
  /** What became part of it: each of these ids leads here. */
  mergedIds: z.array(z.uuid()),
  /** By the logs; null where none tells of it. */
  lastSeenAt: time.nullable(),
  createdAt: time,
  changedAt: time,
  retiredAt: time.nullable(),
});
export type Asset = z.infer<typeof ASSET>;
export const ASSETS = z.object({ assets: z.array(ASSET), next: z.string().nullable() });

export const ASSET_QUERY = z.object({
  organisationId: z.uuid().optional(),
  /** Of this system; `none`: of no system. */
  systemId: z.union([z.uuid(), z.literal("none")]).optional(),
  kind: z.enum(ASSET_KINDS).optional(),
  minLevel: z.coerce.number().int().min(1).max(5).optional(),
  /** A part of the name, or the beginning of what it is known by. */
  text: z.string().max(200).optional(),
  isRetired: z.stringbool().default(false),
  after,
  limit,
});
export type AssetQuery = z.infer<typeof ASSET_QUERY>;

export const NEW_ASSET = z.object({
  organisationId: z.uuid(),
  systemId: z.uuid().nullable().default(null),
  kind: z.enum(ASSET_KINDS),
  name: name.optional(),
  note: text(2000).default(""),
  identifiers: z.array(givenIdentifier).min(1).max(100),
});
export type NewAsset = z.infer<typeof NEW_ASSET>;

export const ASSET_CHANGE = z
  .object({
    name: name.optional(),
    note: text(2000).optional(),
    systemId: z.uuid().nullable().optional(),
    isRetired: z.boolean().optional(),
  })
  .refine(isSomething, NOTHING);
export type AssetChange = z.infer<typeof ASSET_CHANGE>;

export const NEW_IDENTIFIER = givenIdentifier;
/** It is so no longer, from then on; now, where nothing is said. */
export const IDENTIFIER_END = z.object({ to: time.optional() });

export const ASSET_HISTORY = z.object({
  entries: z.array(
    z.object({
      id: z.uuid(),
      assetId: z.uuid(),
      at: time,
      personId: z.uuid().nullable(),
      action: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});

const many = z.array(z.uuid()).min(1).max(500);
/** Of several that something was done with, one after the other: what was refused of one says nothing of the others. */
export const BULK_OUTCOME = z.object({
  doneIds: z.array(z.uuid()),
  refused: z.array(z.object({ id: z.uuid(), code: z.string(), title: z.string(), detail: z.string() })),
});
export type BulkOutcome = z.infer<typeof BULK_OUTCOME>;

export const ASSETS_CHANGE = z
  .object({ ids: many, systemId: z.uuid().nullable().optional(), isRetired: z.boolean().optional() })
  .refine(({ ids: _, ...change }) => isSomething(change), NOTHING);

const reason = text(2000).min(1);
/** The other becomes part of this one. */
export const ASSET_MERGE = z.object({ otherId: z.uuid(), reason });
/** What it is known by goes over to a new asset. */
export const ASSET_SPLIT = z.object({ identifierIds: z.array(z.uuid()).min(1).max(100), name, reason });

export const MERGE_REASONS = [
  "installation_with_other_name",
  "same_name_after_reinstall",
  "same_network_card",
  "same_birthmark_and_another",
  "same_address_and_nothing_else",
] as const;
export type MergeReason = (typeof MERGE_REASONS)[number];

export const MERGE_PROPOSAL = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  asset: z.object({ id: z.uuid(), name: z.string() }),
  other: z.object({ id: z.uuid(), name: z.string() }),
  because: z.enum(MERGE_REASONS),
  createdAt: time,
});
export const MERGE_PROPOSALS = z.object({
  proposals: z.array(MERGE_PROPOSAL),
  next: z.string().nullable(),
});
export const MERGE_PROPOSAL_QUERY = z.object({ organisationId: z.uuid().optional(), after, limit });
export const MERGE_PROPOSAL_REFUSAL = z.object({ reason });

/** A host that logs tell of and the ledger lacks. */
export const HOST_PROPOSAL = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  name: z.string(),
  firstSeenAt: time,
  lastSeenAt: time,
  sourceIds: z.array(z.uuid()),
  state: z.enum(["open", "ignored"]),
  ignoredReason: z.string().nullable(),
  /** Assets that it may be. */
  candidates: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type HostProposal = z.infer<typeof HOST_PROPOSAL>;
export const HOST_PROPOSALS = z.object({
  proposals: z.array(HOST_PROPOSAL),
  next: z.string().nullable(),
});
export const HOST_PROPOSAL_QUERY = z.object({
  organisationId: z.uuid().optional(),
  state: z.enum(["open", "ignored"]).default("open"),
  text: z.string().max(200).optional(),
  after,
  limit,
});
export type HostProposalQuery = z.infer<typeof HOST_PROPOSAL_QUERY>;
/** It becomes an asset of the system, or one more name of an asset that is there. */
export const HOST_PROPOSAL_ACCEPT = z.object({
  systemId: z.uuid().nullable().default(null),
  assetId: z.uuid().optional(),
});
export const HOST_PROPOSAL_IGNORE = z.object({ reason });
/** Each becomes an asset of the system; of none, where it is null. */
export const HOST_PROPOSALS_ACCEPT = z.object({ ids: many, systemId: z.uuid().nullable().default(null) });
export const HOST_PROPOSALS_IGNORE = z.object({ ids: many, reason });
export const HOST_PROPOSALS_RECONSIDER = z.object({ ids: many });

/** What the ledger knows of whom an alert is about. */
export const LEDGER_REFERENCE = z.object({
  assetId: z.uuid(),
  assetName: z.string(),
  system: z.object({ id: z.uuid(), name: z.string(), level, isCritical: z.boolean() }).nullable(),
  responsible: z.array(RESPONSIBLE),
});
export type LedgerReference = z.infer<typeof LEDGER_REFERENCE>;
