// SPDX-License-Identifier: Apache-2.0
/** Rules: uploaded, kept in versions, switched on and off. What changed counts from the next batch. */
import { FengsuiError, type Rule, type RuleUploaded } from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  announce,
  audited,
  ensureAudience,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Writer,
} from "../../../platform/records/index.ts";
import { type RuleDocument, type RuleFile, readRules } from "./documents.ts";
import * as store from "./records.ts";

export interface RulesParts {
  readonly records: Records;
  readonly clock: Clock;
}

const KEPT_DIAGNOSTICS = z.array(
  z.object({
    code: z.string(),
    severity: z.enum(["error", "warning"]),
    message: z.string(),
    hint: z.string(),
    file: z.string(),
    span: z.object({ line: z.int(), column: z.int(), endLine: z.int(), endColumn: z.int() }).optional(),
  }),
);
/** An answer names this many; each version keeps its own. */
const MAX_DIAGNOSTICS = 1000;

export class Rules {
  readonly #parts: RulesParts;

  constructor(parts: RulesParts) {
    this.#parts = parts;
  }

  /** All of them in one change: nobody's events meet half of an upload. */
  async upload(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    files: readonly RuleFile[],
  ): Promise<RuleUploaded> {
    requireRole(signedIn, organisationId, "analyst");
    const read = await readRules(files);
    const counts = { created: 0, changed: 0, unchanged: 0 };
    const detail = { files: files.length, rules: read.documents.length };
    const subject = { kind: "organisation", id: organisationId };
    const entry = { action: "rule.upload", subject, organisationId, detail };
    await this.#parts.records.transaction(personPrincipal(signedIn.person.id), (tx) =>
      audited(tx, entry, async (write) => {
        const audienceId = await ensureAudience(write, { owner: organisationId, marking: null });
        const common = { organisationId, audienceId, createdBy: signedIn.person.id, now: tx.now };
        const kept: Kept[] = [];
        for (const document of read.documents) kept.push(await this.#keep(write, common, document));
        for (const { outcome } of kept) counts[outcome]++;
        await tellOf(write, organisationId, kept);
      }),
    );
    const diagnostics = KEPT_DIAGNOSTICS.parse(read.diagnostics.slice(0, MAX_DIAGNOSTICS));
    return { ...counts, refused: read.refused, diagnostics };
  }

  async #keep(write: Writer, common: Common, document: RuleDocument): Promise<Kept> {
    const { organisationId, now } = common;
    const { key, title, level, source, sha256, diagnostics } = document;
    const version = { ...common, source, sha256, diagnostics };
    const existing = await store.findRuleByKey(write, organisationId, key);
    if (existing === undefined) {
      const id = newId<"rule">(this.#parts.clock);
      await write
        .insertInto("rules")
        .values({
          id,
          organisation_id: organisationId,
          audience_id: common.audienceId,
          key,
          title,
          level,
          changed_at: now,
        })
        .execute();
      await store.insertVersion(write, { ...version, ruleId: id, version: 1 });
      return { outcome: "created", id, audienceId: common.audienceId };
    }
    const audienceId = existing.audience_id;
    const known = { id: existing.id, audienceId };
    if (existing.sha256.equals(sha256)) return { outcome: "unchanged", ...known };
    const next = existing.version + 1;
    await write
      .updateTable("rules")
      .set({ title, level, version: next, changed_at: now })
      .where("id", "=", existing.id)
      .execute();
    await store.insertVersion(write, { ...version, audienceId, ruleId: existing.id, version: next });
    return { outcome: "changed", ...known };
  }

  async list(
    { person }: SignedIn,
    filter: store.RuleFilter,
  ): Promise<{ rules: Rule[]; next: string | null }> {
    const rows = await this.#parts.records.read(personPrincipal(person.id), (tx) =>
      store.listRules(tx, filter),
    );
    const next = rows.length === filter.limit ? (rows.at(-1)?.id ?? null) : null;
    return { rules: rows.map(toRule), next };
  }

  async versions({ person }: SignedIn, id: Id<"rule">) {
    return await this.#parts.records.read(personPrincipal(person.id), async (tx) => {
      await requireRule(tx, id);
      const rows = await store.listVersions(tx, id);
      const versions = rows.map(({ version, source, diagnostics, created_at }) => ({
        version,
        source,
        diagnostics: KEPT_DIAGNOSTICS.parse(diagnostics),
        createdAt: created_at.toISOString(),
      }));
      return { versions };
    });
  }

  async setEnabled(signedIn: SignedIn, id: Id<"rule">, isEnabled: boolean): Promise<Rule> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person.id), async (tx) => {
      const { organisation_id: organisationId, audience_id: audienceId } = await requireRule(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      const action = isEnabled ? "rule.enable" : "rule.disable";
      await audited(tx, { action, subject: { kind: "rule", id }, organisationId }, async (write) => {
        const change = { is_enabled: isEnabled, changed_at: tx.now };
        await write.updateTable("rules").set(change).where("id", "=", id).execute();
        await tellOf(write, organisationId, [{ outcome: "changed", id, audienceId }]);
      });
      return toRule(await requireRule(tx, id));
    });
  }
}

interface Common {
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
  readonly createdBy: SignedIn["person"]["id"];
  readonly now: Date;
}

interface Kept {
  readonly outcome: "created" | "changed" | "unchanged";
  readonly id: Id<"rule">;
  readonly audienceId: number;
}

async function tellOf(write: Writer, organisationId: OrganisationId, kept: readonly Kept[]): Promise<void> {
  const changed = kept.filter(({ outcome }) => outcome !== "unchanged");
  if (changed.length === 0) return;
  await announce(write, { topic: "rule.changed", payload: { organisationId } });
  const byAudience = Map.groupBy(changed, ({ audienceId }) => audienceId);
  const topic = "rule.changed";
  await tell(
    write,
    [...byAudience].map(([audienceId, rules]) => ({
      topic,
      organisationId,
      audienceId,
      ids: rules.map(({ id }) => id),
    })),
  );
}

async function requireRule(tx: ReadTx, id: Id<"rule">): Promise<store.RuleRow> {
  const row = await store.findRule(tx, id);
  if (row === undefined) throw new FengsuiError("rule.not_found", `no rule has the id ${id}`);
  return row;
}

function toRule(row: store.RuleRow): Rule {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    key: row.key,
    title: row.title,
    level: row.level,
    scope: row.scope,
    isEnabled: row.is_enabled,
    version: row.version,
    changedAt: row.changed_at.toISOString(),
  };
}
