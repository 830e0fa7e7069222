// SPDX-License-Identifier: Apache-2.0
/**
 * The compiled rules of each organisation. A batch is matched with one of them from its beginning to its end; when
 * rules change, the next batch waits for the new one. No event is matched with half of a change or passed over.
 */
import { setImmediate as breathe } from "node:timers/promises";
import {
  applyFilters,
  compileRules,
  type Diagnostic,
  type ParsedRules,
  parseRules,
  type Ruleset,
  type SigmaRule,
} from "@fengsui/sigma";
import type { Id } from "../../../platform/ids.ts";
import { type OrganisationId, type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { type CompiledCorrelations, compileCorrelations } from "../correlations/compile.ts";
import { type KnownList, type KnownLists, noFigures } from "../indicators/match.ts";
import { type EnabledRule, enabledRules, enabledStamp } from "./records.ts";
import type { OnUndecided } from "./undecided.ts";

export interface KnownRule {
  readonly id: Id<"rule">;
  readonly version: number;
  /** What its alerts are about; null for the usual. */
  readonly groupBy: string | null;
}

export interface CompiledRules {
  readonly ruleset: Ruleset;
  readonly known: ReadonlyMap<SigmaRule, KnownRule>;
  readonly correlations: CompiledCorrelations;
  readonly lists: KnownLists;
  /** Correlations and filters of rules that are not there. */
  readonly diagnostics: readonly Diagnostic[];
  /** By the id and the version of the rule: a version never changes, so it is parsed once. */
  readonly parsed: ReadonlyMap<string, ParsedRules>;
}

interface Entry {
  readonly stamp: string;
  readonly compiled: CompiledRules;
}

const MATCHER = systemPrincipal("match");

export class RulesetCache {
  readonly #records: Records;
  readonly #onUndecided: OnUndecided | undefined;
  readonly #entries = new Map<OrganisationId, Promise<Entry>>();

  constructor(records: Records, onUndecided?: OnUndecided) {
    this.#records = records;
    this.#onUndecided = onUndecided;
  }

  /** The rules that are on at this moment, compiled. Asked for once a batch: one short query where nothing changed. */
  async current(organisationId: OrganisationId): Promise<CompiledRules> {
    const earlier = this.#entries.get(organisationId);
    const entry = this.#refresh(organisationId, earlier);
    this.#entries.set(organisationId, entry);
    try {
      return (await entry).compiled;
    } catch (error) {
      if (this.#entries.get(organisationId) === entry) this.#entries.delete(organisationId);
      throw error;
    }
  }

  async #refresh(organisationId: OrganisationId, earlier: Promise<Entry> | undefined): Promise<Entry> {
    const kept = await earlier?.catch(() => undefined);
    const found = await this.#records.read(MATCHER, async (tx) => {
      const stamp = await enabledStamp(tx, organisationId);
      if (kept?.stamp === stamp) return kept;
      return { stamp, rows: await enabledRules(tx, organisationId) };
    });
    if ("compiled" in found) return found;
    return { stamp: found.stamp, compiled: await compile(found.rows, kept?.compiled, this.#onUndecided) };
  }
}

/** Parsing is work without pause: between so many rules, others get their turn. */
const CHUNK = 50;

export async function compile(
  rows: readonly Omit<EnabledRule, "organisationId">[],
  earlier?: CompiledRules,
  onUndecided?: OnUndecided,
): Promise<CompiledRules> {
  const parsed = new Map<string, ParsedRules>();
  const [rules, filters]: [[SigmaRule, KnownRule][], ParsedRules["filters"][number][]] = [[], []];
  const correlations = new Map<ParsedRules["correlations"][number], KnownRule>();
  const lists = new Map<string, KnownList>();
  for (const [index, { id, version, key, source, groupBy, ...row }] of rows.entries()) {
    if (index % CHUNK === 0) await breathe();
    const known = { id, version, groupBy };
    if (row.kind === "indicators") {
      const { listNumber: number, title, level } = row;
      if (number !== null) lists.set(String(number), { known, number, title, level, figures: noFigures() });
      continue;
    }
    const name = `${id} ${version}`;
    const document = earlier?.parsed.get(name) ?? parseRules(source, key);
    parsed.set(name, document);
    for (const rule of document.rules) rules.push([rule, known]);
    for (const correlation of document.correlations) correlations.set(correlation, known);
    filters.push(...document.filters);
  }
  const filtered = applyFilters(
    rules.map(([rule]) => rule),
    filters,
  );
  const known = new Map(
    filtered.rules.flatMap((rule, at) => (rules[at] === undefined ? [] : [[rule, rules[at][1]]])),
  );
  const compiled = compileCorrelations(correlations, known);
  return {
    ruleset: compileRules(filtered.rules, {
      onUndecided: (rule) => {
        const undecided = known.get(rule);
        if (undecided !== undefined) onUndecided?.(undecided);
      },
    }),
    known,
    correlations: compiled,
    lists,
    diagnostics: [...filtered.diagnostics, ...compiled.diagnostics],
    parsed,
  };
}
