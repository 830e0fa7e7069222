// SPDX-License-Identifier: Apache-2.0
/** Rules: uploaded, kept in versions, switched on and off. What changed counts from the next batch. */
import {
  FengsuiError,
  type Rule,
  type RuleChange,
  type RuleGrouping,
  type RuleQuery,
  type RuleUploaded,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { EventStore } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, ruleIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import type { Id } from "../../../platform/ids.ts";
import {
  audited,
  ensureAudience,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
} from "../../../platform/records/index.ts";
import { myAudiences } from "../../../platform/records/my-audiences.ts";
import { type RuleFile, readRules } from "./documents.ts";
import { keepRefusals, keepRules } from "./keep.ts";
import { requireMayChange } from "./may-change.ts";
import * as store from "./records.ts";
import type { RulesetCache } from "./ruleset-cache.ts";
import { announceChange, insertGrouping, switchRules } from "./switch.ts";
import { KEPT_DIAGNOSTICS, toRule, toVersion } from "./view.ts";

export interface RulesParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly clock: Clock;
  readonly rulesets: RulesetCache;
  /** Rules changed: there is something to look back for. */
  readonly wake: () => Promise<void>;
}

/** An answer names this many; each version keeps its own. */
export const MAX_DIAGNOSTICS = 1000;
const DAY_MS = 24 * 60 * 60_000;

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
    const { records, clock } = this.#parts;
    const read = await readRules(files);
    const detail = { files: files.length, rules: read.documents.length };
    const subject = { kind: "organisation", id: organisationId };
    const entry = { action: "rule.upload", subject, organisationId, detail };
    const createdBy = signedIn.person.id;
    const { created, changed, unchanged } = await records.transaction(
      personPrincipal(signedIn.person),
      (tx) =>
        audited(tx, entry, async (write) => {
          const audienceId = await ensureAudience(write, { owner: organisationId, marking: null });
          const common = { organisationId, audienceId, createdBy, now: tx.now };
          const as = { ...common, origin: "upload", scope: "organisation" } as const;
          const kept = await keepRules(write, clock, as, read.documents);
          const names = files.map(({ name }) => name);
          await keepRefusals(write, clock, as, { files: names, refusals: read.refusals });
          await announceChange(write, organisationId, kept.rules);
          return kept;
        }),
    );
    await this.#parts.wake();
    const diagnostics = KEPT_DIAGNOSTICS.parse(read.diagnostics.slice(0, MAX_DIAGNOSTICS));
    return { created, changed, unchanged, refused: read.refusals.length, diagnostics };
  }

  async list(
    { person }: SignedIn,
    { organisationId, after, ...filter }: RuleQuery,
  ): Promise<{ rules: Rule[]; next: string | null }> {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listRules(tx, {
        ...filter,
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        after: after === undefined ? undefined : ruleIdOf(after),
      }),
    );
    const next = rows.length === filter.limit ? (rows.at(-1)?.id ?? null) : null;
    return { rules: rows.map(toRule), next };
  }

  async get({ person }: SignedIn, id: Id<"rule">) {
    const { row, current } = await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const row = await requireRule(tx, id);
      return { row, current: toVersion(await requireCurrent(tx, row)) };
    });
    return { rule: toRule(row), current, unresolved: await this.#unresolved(row) };
  }

  async #unresolved({ kind, key, is_enabled, organisation_id }: store.RuleRow) {
    if (kind === "detection" || !is_enabled) return [];
    const { diagnostics } = await this.#parts.rulesets.current(organisation_id);
    return KEPT_DIAGNOSTICS.parse(diagnostics.filter(({ file }) => file === key));
  }

  async versions({ person }: SignedIn, id: Id<"rule">) {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      await requireRule(tx, id);
      return { versions: (await store.listVersions(tx, id)).map(toVersion) };
    });
  }

  async change(signedIn: SignedIn, id: Id<"rule">, { isEnabled, groupBy }: RuleChange): Promise<Rule> {
    const changed = await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const rule = await requireRule(tx, id);
      requireMayChange(signedIn, rule.organisation_id, rule);
      if (groupBy !== undefined && groupBy !== rule.group_by) await regroup(tx, rule, groupBy);
      if (isEnabled !== undefined) await switchRules(tx, [await requireRule(tx, id)], isEnabled);
      return toRule(await requireRule(tx, id));
    });
    await this.#parts.wake();
    return changed;
  }

  /** All of them, or none where one of them is not to be changed by this person. */
  async switch(signedIn: SignedIn, ids: readonly Id<"rule">[], isEnabled: boolean) {
    const wanted = [...new Set(ids)];
    const changed = await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const rules = await store.findRules(tx, wanted);
      const found = new Set(rules.map(({ id }) => id));
      const missing = wanted.find((id) => !found.has(id));
      if (missing !== undefined) throw new FengsuiError("rule.not_found", `no rule has the id ${missing}`);
      for (const rule of rules) requireMayChange(signedIn, rule.organisation_id, rule);
      return await switchRules(tx, rules, isEnabled);
    });
    await this.#parts.wake();
    return { changed, unchanged: wanted.length - changed };
  }

  /** Of the matches in events that the person may see. */
  async counts(
    { person }: SignedIn,
    { days, ruleId }: { readonly days: number; readonly ruleId?: string | undefined },
  ) {
    const { records, events, clock } = this.#parts;
    const audienceIds = await records.read(personPrincipal(person), myAudiences);
    const to = clock.now();
    const counts = await events.readAs({ kind: "audiences", audienceIds }).matchCounts({
      from: new Date(to.getTime() - days * DAY_MS),
      to,
      ...(ruleId !== undefined && { ruleId }),
    });
    return { counts: counts.map(({ last, ...count }) => ({ ...count, lastAt: last.toISOString() })) };
  }

  async refusals({ person }: SignedIn, filter: store.RefusalFilter) {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listRefusals(tx, filter),
    );
    const refusals = rows.map((row) => ({
      id: row.id,
      organisationId: row.organisation_id,
      origin: row.origin,
      file: row.file,
      diagnostics: KEPT_DIAGNOSTICS.parse(row.diagnostics),
      at: row.at.toISOString(),
    }));
    return { refusals, next: rows.length === filter.limit ? (rows.at(-1)?.id ?? null) : null };
  }
}

async function requireRule(tx: ReadTx, id: Id<"rule">): Promise<store.RuleRow> {
  const row = await store.findRule(tx, id);
  if (row === undefined) throw new FengsuiError("rule.not_found", `no rule has the id ${id}`);
  return row;
}

async function requireCurrent(tx: ReadTx, rule: store.RuleRow): Promise<store.VersionRow> {
  const current = await store.findVersion(tx, rule);
  if (current === undefined) throw new TypeError(`rule ${rule.id} has no version ${rule.version}`);
  return current;
}

async function regroup(tx: Tx, rule: store.RuleRow, groupBy: RuleGrouping | null): Promise<void> {
  const { id, organisation_id: organisationId } = rule;
  const entry = {
    action: "rule.regroup",
    subject: { kind: "rule", id },
    organisationId,
    detail: { groupBy },
  };
  const current = await requireCurrent(tx, rule);
  await audited(tx, entry, async (write) => {
    await insertGrouping(write, { rule, current, groupBy, principal: tx.principal, now: tx.now });
    await announceChange(write, organisationId, [rule]);
  });
}
