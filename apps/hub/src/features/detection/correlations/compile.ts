// SPDX-License-Identifier: Apache-2.0
/** Correlations of an organisation with what each is made of: in the ids of the hub, down to the rules that match events. */
import {
  type Correlation,
  type Diagnostic,
  isEarly,
  type Level,
  type Resolved,
  resolveCorrelations,
  type SigmaRule,
} from "@fengsui/sigma";
import type { Id } from "../../../platform/ids.ts";
import type { KnownRule } from "../rules/ruleset-cache.ts";

export interface CompiledCorrelation {
  readonly known: KnownRule;
  readonly correlation: Correlation;
  readonly level: Level;
  /** It and those that it is made of. */
  readonly chain: readonly Correlation[];
  /** The rules whose matches it is made of in the end. */
  readonly ruleIds: ReadonlySet<Id<"rule">>;
  /** Milliseconds from the first event that it may be made of to when it matches, at most. */
  readonly reachMs: number;
  /** What is found later does not undo it. */
  readonly isEarly: boolean;
}

export interface CompiledCorrelations {
  /** Those that are alerts of their own. */
  readonly own: readonly CompiledCorrelation[];
  /** Rules whose matches are no alerts, as they are parts of a correlation. */
  readonly partsOnly: ReadonlySet<Id<"rule">>;
  readonly diagnostics: readonly Diagnostic[];
}

export function compileCorrelations(
  correlations: ReadonlyMap<Correlation, KnownRule>,
  rules: ReadonlyMap<SigmaRule, KnownRule>,
): CompiledCorrelations {
  if (correlations.size === 0) return { own: [], partsOnly: new Set(), diagnostics: [] };
  const resolution = resolveCorrelations([...correlations.keys()], [...rules.keys()]);
  const resolved = new Map(resolution.resolved.map((one) => [one.correlation.id, one]));
  const hubIds = Map.groupBy(rules, ([{ id }]) => id);
  const idsOf = (id: string) => (hubIds.get(id) ?? []).map(([, known]) => known.id);
  const own = [...resolved.values()].flatMap((one) => {
    const known = correlations.get(one.correlation);
    if (known === undefined || resolution.partsOnly.has(one.correlation.id)) return [];
    return { known, ...one, ...reachOf(one, { resolved, idsOf }) };
  });
  const partsOnly = new Set([...resolution.partsOnly].flatMap(idsOf));
  return { own, partsOnly, diagnostics: resolution.diagnostics };
}

interface Around {
  readonly resolved: ReadonlyMap<string, Resolved>;
  readonly idsOf: (id: string) => readonly Id<"rule">[];
}

type Reach = Pick<CompiledCorrelation, "chain" | "ruleIds" | "reachMs" | "isEarly">;

function reachOf({ correlation, watches }: Resolved, around: Around): Reach {
  const inner = watches.flatMap(({ id }) => {
    const one = around.resolved.get(id);
    return one === undefined ? [] : reachOf(one, around);
  });
  return {
    chain: [...new Set([...inner.flatMap(({ chain }) => chain), correlation])],
    ruleIds: new Set([
      ...inner.flatMap(({ ruleIds }) => [...ruleIds]),
      ...watches.flatMap(({ id }) => around.idsOf(id)),
    ]),
    reachMs: correlation.timespanMs + Math.max(0, ...inner.map(({ reachMs }) => reachMs)),
    isEarly: isEarly(correlation) && inner.every((one) => one.isEarly),
  };
}
