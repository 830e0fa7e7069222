// SPDX-License-Identifier: Apache-2.0
/** Correlations of an organisation with what each is made of: in the ids of the hub, down to the rules that match events. */
import {
  type Correlation,
  compileRules,
  type Diagnostic,
  isEarly,
  type Level,
  type Resolved,
  type Ruleset,
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
  /** The rules whose matches it is made of in the end, and the places at which it names them. */
  readonly rules: ReadonlyMap<SigmaRule, { readonly id: Id<"rule">; readonly place: number }>;
  readonly ruleIds: ReadonlySet<Id<"rule">>;
  /** Of them alone: events are read again for them, and not for the thousands that stand beside them. */
  readonly ruleset: Ruleset;
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
  const named = Map.groupBy(rules, ([{ id }]) => id);
  const rulesOf = (id: string) => (named.get(id) ?? []).map(([rule, known]) => [rule, known.id] as const);
  const own = [...resolved.values()].flatMap((one) => {
    const known = correlations.get(one.correlation);
    if (known === undefined || resolution.partsOnly.has(one.correlation.id)) return [];
    const { rules: found, ...reach } = reachOf(one, { resolved, rulesOf });
    return {
      known,
      ...one,
      ...reach,
      rules: new Map([...found].map(([rule, id], place) => [rule, { id, place }])),
      ruleIds: new Set(found.values()),
      ruleset: compileRules([...found.keys()]),
    };
  });
  const partsOnly = new Set([...resolution.partsOnly].flatMap(rulesOf).map(([, id]) => id));
  return { own, partsOnly, diagnostics: resolution.diagnostics };
}

interface Around {
  readonly resolved: ReadonlyMap<string, Resolved>;
  readonly rulesOf: (id: string) => readonly (readonly [SigmaRule, Id<"rule">])[];
}

type Reach = Pick<CompiledCorrelation, "chain" | "reachMs" | "isEarly"> & {
  readonly rules: ReadonlyMap<SigmaRule, Id<"rule">>;
};

function reachOf({ correlation, watches }: Resolved, around: Around): Reach {
  const inner = watches.flatMap(({ id }) => {
    const one = around.resolved.get(id);
    return one === undefined ? [] : reachOf(one, around);
  });
  return {
    chain: [...new Set([...inner.flatMap(({ chain }) => chain), correlation])],
    rules: new Map([
      ...inner.flatMap(({ rules }) => [...rules]),
      ...watches.flatMap(({ id }) => around.rulesOf(id)),
    ]),
    reachMs: correlation.timespanMs + Math.max(0, ...inner.map(({ reachMs }) => reachMs)),
    isEarly: isEarly(correlation) && inner.every((one) => one.isEarly),
  };
}
