// SPDX-License-Identifier: Apache-2.0
/**
 * Tables on their way into the ledger: uploaded, their columns mapped, looked at before anything is changed, and
 * committed as shown. The same table once more changes nothing.
 */
import type { Readable } from "node:stream";
import {
  FengsuiError,
  IMPORT_CHARSETS,
  IMPORT_DELIMITERS,
  IMPORT_FIELDS,
  type ImportCounts,
  type ImportField,
  type ImportKind,
  type ImportPreview,
  LEDGER_IMPORT,
  type LedgerImport,
  type LedgerImportChange,
  type LedgerUpload,
} from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { lockLedger } from "../assets/records.ts";
import { applyPlan } from "./apply.ts";
import { guessMapping } from "./headers.ts";
import { makePlan, type Plan } from "./make-plan.ts";
import { countsOf, fingerprintOf } from "./plan.ts";
import * as store from "./records.ts";
import { type RejectedRow, rejectedTable } from "./rejected.ts";
import { detectForm, readTable, type Table, type TableForm } from "./table.ts";

export interface ImportsParts {
  readonly records: Records;
  readonly clock: Clock;
}

const FORM = z.object({ charset: z.enum(IMPORT_CHARSETS), delimiter: z.enum(IMPORT_DELIMITERS) });
const MAPPING = LEDGER_IMPORT.shape.columns.element.shape.field.array();
const OUTCOME = LEDGER_IMPORT.shape.outcome.unwrap().extend({
  rejectedRows: z.array(z.object({ line: z.int(), reasons: z.array(z.string()) })).default([]),
});
const SAMPLES = 3;
const SAMPLE_CHARACTERS = 200;

export class Imports {
  readonly #parts: ImportsParts;

  constructor(parts: ImportsParts) {
    this.#parts = parts;
  }

  async upload(signedIn: SignedIn, upload: LedgerUpload, body: Readable): Promise<LedgerImport> {
    const organisationId = organisationIdOf(upload.organisationId);
    requireRole(signedIn, organisationId, roleFor(upload.kind));
    const bytes = await readAll(body);
    const form = detectForm(bytes);
    const table = await readTable(bytes, form);
    const mapping = guessMapping(upload.kind, table.headers, table.rows);
    const id = newId<"ledger-import">(this.#parts.clock);
    const createdBy = signedIn.person.id;
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const detail = { kind: upload.kind, fileName: upload.fileName, byteCount: bytes.length };
      await this.#audited(tx, { id, organisationId, action: "upload", detail }, async (write) => {
        await store.insertImport(write, {
          ...form,
          id,
          organisation_id: organisationId,
          kind: upload.kind,
          file_name: upload.fileName,
          bytes,
          mapping: JSON.stringify(mapping),
          created_by: createdBy,
          created_at: tx.now,
        });
      });
      return toImport(await requireImport(tx, id), table);
    });
  }

  async list(
    { person }: SignedIn,
    query: { organisationId?: string | undefined; after?: string | undefined; limit: number },
  ) {
    const { organisationId, after, limit } = query;
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listImports(tx, {
        limit,
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        after: after === undefined ? undefined : readCursor<"ledger-import">(after),
      }),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeCursor({ time: last.created_at, id: last.id });
    return { imports: rows.map(toSummary), next };
  }

  async get({ person }: SignedIn, id: Id<"ledger-import">): Promise<LedgerImport> {
    const record = await this.#parts.records.read(personPrincipal(person), (tx) => requireImport(tx, id));
    return toImport(record, await tableOf(record));
  }

  /** With another charset or delimiter, what the columns are is guessed anew. */
  async change(
    signedIn: SignedIn,
    id: Id<"ledger-import">,
    wanted: LedgerImportChange,
  ): Promise<LedgerImport> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const record = await requireOpen(tx, signedIn, id);
      const { charset = record.charset, delimiter = record.delimiter } = wanted;
      const form = FORM.parse({ charset, delimiter });
      const table = await tableOf({ ...record, ...form });
      const mapping =
        wanted.mapping === undefined
          ? guessMapping(record.kind, table.headers, table.rows)
          : checkMapping(record.kind, table, wanted.mapping);
      const about = {
        id,
        organisationId: record.organisation_id,
        action: "change",
        detail: { ...form, mapping },
      };
      await this.#audited(tx, about, async (write) => {
        if (!(await store.updateImport(write, id, { ...form, mapping: JSON.stringify(mapping) })))
          throw done();
      });
      return toImport(await requireImport(tx, id), table);
    });
  }

  async preview(
    signedIn: SignedIn,
    id: Id<"ledger-import">,
    { outcome, after, limit }: { outcome?: string | undefined; after: number; limit: number },
  ): Promise<ImportPreview> {
    const plan = await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) =>
      planOf(tx, await requireOpen(tx, signedIn, id)),
    );
    const wanted = plan.rows.filter((row) => row.line > after && (outcome ?? row.outcome) === row.outcome);
    const rows = wanted.slice(0, limit).map(({ action: _, ...row }) => row);
    return {
      counts: countsOf(plan.rows),
      fingerprint: fingerprintOf(plan.rows),
      rows,
      next: wanted.length > limit ? (rows.at(-1)?.line ?? null) : null,
    };
  }

  async commit(
    signedIn: SignedIn,
    id: Id<"ledger-import">,
    fingerprint: string | undefined,
  ): Promise<ImportCounts> {
    const personId = signedIn.person.id;
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId, kind } = await requireOpen(tx, signedIn, id);
      let counts: ImportCounts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
      const about = {
        id,
        organisationId,
        action: "commit",
        detail: { kind, fingerprint: fingerprint ?? null },
      };
      await this.#audited(tx, about, async (write) => {
        await lockLedger(write, organisationId);
        const plan = await planOf(tx, await requireOpen(tx, signedIn, id));
        if (fingerprint !== undefined && fingerprint !== fingerprintOf(plan.rows))
          throw new FengsuiError("ledger_import.changed", "other rows would be changed than were shown");
        counts = countsOf(plan.rows);
        await applyPlan({ tx, write, organisationId, importId: id }, plan);
        const outcome = JSON.stringify({ ...counts, rejectedRows: rejectedRowsOf(plan) });
        const committed = {
          state: "committed",
          outcome,
          committed_by: personId,
          committed_at: tx.now,
        } as const;
        if (!(await store.updateImport(write, id, committed))) throw done();
      });
      return counts;
    });
  }

  async discard(signedIn: SignedIn, id: Id<"ledger-import">): Promise<void> {
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId } = await requireOpen(tx, signedIn, id);
      const about = { id, organisationId, action: "discard", detail: {} };
      await this.#audited(tx, about, (write) => store.deleteImport(write, id));
    });
  }

  /** The rows that were, or would be, rejected, as a table with the reasons, to be mended and imported again. */
  async rejected(signedIn: SignedIn, id: Id<"ledger-import">): Promise<string> {
    const { record, rows } = await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) => {
      const found = await requireImport(tx, id);
      const known = found.outcome === null ? undefined : OUTCOME.parse(found.outcome).rejectedRows;
      return { record: found, rows: known ?? rejectedRowsOf(await planOf(tx, found)) };
    });
    return rejectedTable(await tableOf(record), rows);
  }

  async #audited(
    tx: Tx,
    about: {
      readonly id: Id<"ledger-import">;
      readonly organisationId: OrganisationId;
      readonly action: string;
      readonly detail: Readonly<Record<string, unknown>>;
    },
    change: (write: Writer) => Promise<void>,
  ): Promise<void> {
    const { id, organisationId, detail } = about;
    const subject = { kind: "ledger_import", id };
    const entry = { action: `ledger_import.${about.action}`, subject, organisationId, detail };
    await audited(tx, entry, async (write) => {
      await change(write);
      await tell(write, [{ topic: "ledger_import.changed", organisationId, ids: [id] }]);
    });
  }
}

/** Who may enter what the table holds. */
function roleFor(kind: ImportKind): "manager" | "analyst" {
  return kind === "systems" ? "manager" : "analyst";
}

/** The route counts the bytes. */
async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(z.instanceof(Uint8Array).parse(chunk));
  return Buffer.concat(chunks);
}

async function requireImport(tx: ReadTx, id: Id<"ledger-import">): Promise<store.ImportRecord> {
  const record = await store.findImport(tx, id);
  if (record === undefined) throw new FengsuiError("ledger_import.not_found", `no import has the id ${id}`);
  return record;
}

async function requireOpen(
  tx: ReadTx,
  signedIn: SignedIn,
  id: Id<"ledger-import">,
): Promise<store.ImportRecord> {
  const record = await requireImport(tx, id);
  requireRole(signedIn, record.organisation_id, roleFor(record.kind));
  if (record.state !== "open") throw done();
  return record;
}

function done(): FengsuiError {
  return new FengsuiError("ledger_import.done", "the import was committed");
}

async function tableOf(record: Pick<store.ImportRecord, "bytes"> & { charset: string; delimiter: string }) {
  if (record.bytes === null)
    throw new FengsuiError("ledger_import.not_found", "the file was removed a month after it came");
  const form: TableForm = FORM.parse(record);
  return await readTable(record.bytes, form);
}

async function planOf(tx: ReadTx, record: store.ImportRecord): Promise<Plan> {
  const { kind, organisation_id: organisationId } = record;
  const table = await tableOf(record);
  return await makePlan(tx, { kind, organisationId, table, mapping: MAPPING.parse(record.mapping) });
}

function rejectedRowsOf({ rows }: Plan): RejectedRow[] {
  return [...rows].flatMap(({ line, outcome, reasons }) =>
    outcome === "rejected"
      ? [{ line, reasons: reasons.map(({ code, message }) => `${code}: ${message}`) }]
      : [],
  );
}

function checkMapping(kind: ImportKind, table: Table, mapping: readonly (ImportField | null)[]) {
  const fields = mapping.filter((field) => field !== null);
  const known: readonly string[] = IMPORT_FIELDS[kind];
  const stranger = fields.find((field) => !known.includes(field));
  if (stranger !== undefined) throw new FengsuiError("http.invalid", `mapping: ${kind} have no ${stranger}`);
  const twice = fields.find((field, at) => fields.indexOf(field) !== at);
  if (twice !== undefined) throw new FengsuiError("http.invalid", `mapping: ${twice} is of two columns`);
  return table.headers.map((_, at) => mapping[at] ?? null);
}

function toSummary(record: Omit<store.ImportRecord, "bytes">) {
  return {
    ...FORM.parse(record),
    id: record.id,
    organisationId: record.organisation_id,
    kind: record.kind,
    fileName: record.file_name,
    state: record.state,
    outcome: record.outcome === null ? null : OUTCOME.parse(record.outcome),
    createdAt: record.created_at.toISOString(),
    committedAt: record.committed_at?.toISOString() ?? null,
  };
}

function toImport(record: store.ImportRecord, { headers, rows }: Table): LedgerImport {
  const mapping = MAPPING.parse(record.mapping);
  const columns = headers.map((header, at) => ({
    header: header.slice(0, SAMPLE_CHARACTERS),
    samples: rows.slice(0, SAMPLES).map(({ cells }) => (cells[at] ?? "").slice(0, SAMPLE_CHARACTERS)),
    field: mapping[at] ?? null,
  }));
  return LEDGER_IMPORT.parse({ ...toSummary(record), columns, rowCount: rows.length });
}
