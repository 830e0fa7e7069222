// SPDX-License-Identifier: Apache-2.0
/** Rules that were read into the tables, many at a time: new ones, new versions of known ones, and refusals. */
import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, Writer } from "../../../platform/records/index.ts";
import type { Refusal, RuleDocument } from "./documents.ts";
import type { RuleRow } from "./records.ts";

export interface KeepAs {
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
  readonly createdBy: PersonId | null;
  readonly origin: "upload" | "folder" | "shipped";
  readonly scope: RuleRow["scope"];
  readonly now: Date;
}

export interface Kept {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Those that were created or changed. */
  readonly rules: readonly Pick<RuleRow, "id" | "audience_id">[];
}

/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

/** What a person uploaded is theirs: a folder does not change it. */
export async function keepRules(
  write: Writer,
  clock: Clock,
  as: KeepAs,
  documents: readonly RuleDocument[],
): Promise<Kept> {
  const sum = { created: 0, changed: 0, unchanged: 0 };
  const rules: Pick<RuleRow, "id" | "audience_id">[] = [];
  // In one order everywhere: two uploads of the same rules must not wait for each other's rows.
  const sorted = documents.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  for (let at = 0; at < sorted.length; at += CHUNK) {
    const chunk = sorted.slice(at, at + CHUNK);
    const existing = await findByKey(write, as, chunk);
    const fresh: Version[] = [];
    const changed: Version[] = [];
    for (const document of chunk) {
      const known = existing.get(document.key);
      if (known === undefined)
        fresh.push({
          document,
          id: newId<"rule">(clock),
          version: 1,
          audienceId: as.audienceId,
          groupBy: null,
        });
      else if (isOvertaken(known, document, as))
        changed.push({ ...known, document, version: known.version + 1 });
    }
    await insertRules(write, as, fresh);
    await updateRules(write, as, changed);
    await insertVersions(write, as, [...fresh, ...changed]);
    for (const { id, audienceId } of [...fresh, ...changed]) rules.push({ id, audience_id: audienceId });
    sum.created += fresh.length;
    sum.changed += changed.length;
    sum.unchanged += chunk.length - fresh.length - changed.length;
  }
  return { ...sum, rules };
}

interface Version {
  readonly id: Id<"rule">;
  readonly document: RuleDocument;
  readonly version: number;
  readonly audienceId: number;
  readonly groupBy: string | null;
}

type Known = Awaited<ReturnType<typeof findByKey>> extends Map<string, infer Row> ? Row : never;

function isOvertaken(known: Known, { kind, sha256 }: RuleDocument, { origin }: KeepAs): boolean {
  if (known.origin === "built_in") return false;
  // A list of indicators is none that a file could say.
  if ((known.kind === "indicators") !== (kind === "indicators")) return false;
  if (origin === "folder" && known.origin === "upload") return false;
  return !known.sha256.equals(sha256);
}

/** Locks the rows, so that two changes of one rule come one after the other. */
async function findByKey(
  write: Writer,
  { organisationId, scope }: KeepAs,
  documents: readonly RuleDocument[],
) {
  const keys = documents.map(({ key }) => key);
  const rows = await write
    .selectFrom("rules")
    .innerJoin("rule_versions", (join) =>
      join
        .onRef("rule_versions.rule_id", "=", "rules.id")
        .onRef("rule_versions.version", "=", "rules.version"),
    )
    .select([
      "rules.id",
      "rules.key",
      "rules.version",
      "rules.origin",
      "rules.kind",
      "rules.audience_id as audienceId",
      "rules.group_by as groupBy",
      "rule_versions.sha256",
    ])
    .where("rules.organisation_id", "=", organisationId)
    .where("rules.scope", "=", scope)
    .where("rules.key", "=", sql<string>`any(${keys}::text[])`)
    .orderBy("rules.key")
    .forUpdate("rules")
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

async function insertRules(write: Writer, as: KeepAs, versions: readonly Version[]): Promise<void> {
  if (versions.length === 0) return;
  const rows = versions.map(({ id, document: { kind, key, title, level, techniques } }) => ({
    id,
    kind,
    organisation_id: as.organisationId,
    audience_id: as.audienceId,
    key,
    title,
    level,
    techniques: [...techniques],
    origin: as.origin,
    scope: as.scope,
    changed_at: as.now,
  }));
  await write.insertInto("rules").values(rows).execute();
}

async function updateRules(
  write: Writer,
  { origin, now }: KeepAs,
  versions: readonly Version[],
): Promise<void> {
  if (versions.length === 0) return;
  const column = <Value>(pick: (version: Version) => Value) => versions.map(pick);
  await sql`
    update rules set kind = v.kind, title = v.title, level = v.level, version = v.version, changed_at = ${now}, origin = ${origin},
      techniques = string_to_array(v.techniques, ' ')
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ document }) => document.kind)}::text[],
      ${column(({ document }) => document.title)}::text[],
      ${column(({ document }) => document.level)}::text[], ${column(({ version }) => version)}::int[],
      ${column(({ document }) => document.techniques.join(" "))}::text[])
      as v (id, kind, title, level, version, techniques)
    where rules.id = v.id`.execute(write);
}

async function insertVersions(write: Writer, as: KeepAs, versions: readonly Version[]): Promise<void> {
  if (versions.length === 0) return;
  const rows = versions.map(({ id, version, audienceId, groupBy, document }) => ({
    rule_id: id,
    version,
    organisation_id: as.organisationId,
    audience_id: audienceId,
    source: document.source,
    sha256: document.sha256,
    diagnostics: JSON.stringify(document.diagnostics),
    group_by: groupBy,
    created_by: as.createdBy,
  }));
  await write.insertInto("rule_versions").values(rows).execute();
}

/** What is refused now of each file that was read; what was refused of it before and is no more goes. */
export async function keepRefusals(
  write: Writer,
  clock: Clock,
  {
    organisationId,
    origin,
    now,
  }: Pick<KeepAs, "organisationId" | "now"> & {
    readonly origin: "upload" | "folder";
  },
  { files, refusals }: { readonly files: readonly string[] | "all"; readonly refusals: readonly Refusal[] },
): Promise<void> {
  const stale = write
    .deleteFrom("rule_refusals")
    .where("organisation_id", "=", organisationId)
    .where("origin", "=", origin);
  const inFile = sql<boolean>`regexp_replace(file, '#[0-9]+$', '') = any(${files}::text[])`;
  await (files === "all" ? stale : stale.where(inFile)).execute();
  for (let at = 0; at < refusals.length; at += CHUNK) {
    const rows = refusals.slice(at, at + CHUNK).map(({ file, diagnostics }) => ({
      id: newId<"rule-refusal">(clock),
      organisation_id: organisationId,
      origin,
      file,
      diagnostics: JSON.stringify(diagnostics),
      at: now,
    }));
    await write
      .insertInto("rule_refusals")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["organisation_id", "origin", "file"])
          .doUpdateSet((row) => ({ diagnostics: row.ref("excluded.diagnostics"), at: now })),
      )
      .execute();
  }
}
