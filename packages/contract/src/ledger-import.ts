// SPDX-License-Identifier: Apache-2.0
/** Tables that are imported into the ledger: what their columns are, what would become of each row, and what did. */
import { z } from "zod";

const time = z.iso.datetime();

export const IMPORT_KINDS = ["systems", "assets"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What a column can be, of each kind of table. */
export const IMPORT_FIELDS = {
  systems: [
    "id",
    "name",
    "purpose",
    "level",
    "is_critical",
    "responsible",
    "responsible_role",
    "responsible_phone",
    "responsible_email",
    "guardian",
    "measures",
  ],
  assets: [
    "id",
    "name",
    "kind",
    "system",
    "hostname",
    "fqdn",
    "ip",
    "mac",
    "serial",
    "machine_guid",
    "agent_id",
    "cloud_instance",
    "network",
    "domain",
    "address",
    "note",
  ],
} as const;
export type SystemField = (typeof IMPORT_FIELDS.systems)[number];
export type AssetField = (typeof IMPORT_FIELDS.assets)[number];
const field = z.enum([...new Set([...IMPORT_FIELDS.systems, ...IMPORT_FIELDS.assets])]);
export type ImportField = z.infer<typeof field>;

export const IMPORT_CHARSETS = ["utf-8", "gb18030", "utf-16le", "utf-16be"] as const;
export const IMPORT_DELIMITERS = [",", ";", "\t", "|"] as const;

export const MAX_IMPORT_BYTES = 10 * 1024 * 1024;
export const MAX_IMPORT_ROWS = 50_000;

export const IMPORT_OUTCOMES = ["created", "changed", "unchanged", "rejected"] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];
const counts = z.object({
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
});
export type ImportCounts = z.infer<typeof counts>;

/** Why a row is rejected. */
export const IMPORT_REASONS = [
  "no_identity",
  "no_name",
  "invalid_value",
  "unknown_id",
  "unknown_system",
  "unknown_organisation",
  "wrong_kind",
  "ambiguous",
  "duplicate_row",
] as const;
export type ImportReason = (typeof IMPORT_REASONS)[number];

export const LEDGER_IMPORT = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  kind: z.enum(IMPORT_KINDS),
  fileName: z.string(),
  /** As was found, or said. */
  charset: z.enum(IMPORT_CHARSETS),
  delimiter: z.enum(IMPORT_DELIMITERS),
  columns: z.array(
    z.object({
      header: z.string(),
      samples: z.array(z.string()),
      /** What it is taken for; nothing, where it is left out. */
      field: field.nullable(),
    }),
  ),
  rowCount: z.int(),
  state: z.enum(["open", "committed"]),
  /** What became of the rows; null where nothing did yet. */
  outcome: counts.nullable(),
  createdAt: time,
  committedAt: time.nullable(),
});
export type LedgerImport = z.infer<typeof LEDGER_IMPORT>;

/** Without their columns: for those, look at one. */
export const LEDGER_IMPORTS = z.object({
  imports: z.array(LEDGER_IMPORT.omit({ columns: true, rowCount: true })),
  next: z.string().nullable(),
});
export const LEDGER_IMPORT_QUERY = z.object({
  organisationId: z.uuid().optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** The body is the file itself. */
export const LEDGER_UPLOAD = z.object({
  organisationId: z.uuid(),
  kind: z.enum(IMPORT_KINDS),
  fileName: z.string().trim().max(300).default(""),
});
export type LedgerUpload = z.infer<typeof LEDGER_UPLOAD>;

export const LEDGER_IMPORT_CHANGE = z
  .object({
    charset: z.enum(IMPORT_CHARSETS).optional(),
    delimiter: z.enum(IMPORT_DELIMITERS).optional(),
    /** For each column what it is, or null. Each field is of one column at most. */
    mapping: z.array(field.nullable()).max(100).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "names nothing to change",
  });
export type LedgerImportChange = z.infer<typeof LEDGER_IMPORT_CHANGE>;

export const IMPORT_PREVIEW_QUERY = z.object({
  outcome: z.enum(IMPORT_OUTCOMES).optional(),
  /** The last line of the page before. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const IMPORT_PREVIEW = z.object({
  counts,
  /** Of all that would be done: committing with it does exactly this, or nothing. */
  fingerprint: z.string(),
  rows: z.array(
    z.object({
      /** In the file, from 1. */
      line: z.int(),
      outcome: z.enum(IMPORT_OUTCOMES),
      name: z.string(),
      /** What it is in the ledger; null where it is not there. */
      id: z.uuid().nullable(),
      reasons: z.array(z.object({ code: z.enum(IMPORT_REASONS), message: z.string() })),
      changes: z.array(z.object({ field, from: z.string(), to: z.string() })),
      /** It may be one of these, which is proposed. */
      perhaps: z.array(z.object({ id: z.uuid(), name: z.string() })),
    }),
  ),
  next: z.int().nullable(),
});
export type ImportPreview = z.infer<typeof IMPORT_PREVIEW>;
export type ImportRow = ImportPreview["rows"][number];

export const IMPORT_COMMIT = z.object({ fingerprint: z.string().max(100).optional() });
export const IMPORT_COMMITTED = counts;
