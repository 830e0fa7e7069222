// SPDX-License-Identifier: Apache-2.0
/** From names to rules: which rules and correlations each correlation watches, and in which order to work them out. */
import { DIAGNOSTICS, type Diagnostic, type DiagnosticCode } from "../diagnostics.ts";
import { LEVELS, type Level, type SigmaRule } from "../rule.ts";
import type { Correlation, RuleReference } from "./correlation.ts";

type Referable = SigmaRule | Correlation;

export interface Watched {
  /** As the correlation names it. */
  readonly name: string;
  readonly id: string;
}

export interface Resolved {
  readonly correlation: Correlation;
  readonly level: Level;
  readonly watches: readonly Watched[];
}

export interface Resolution {
  /** Those that others refer to come first. */
  readonly resolved: readonly Resolved[];
  /** Rules and correlations that are not alerts of their own: some correlation watches them without `generate`. */
  readonly partsOnly: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A correlation that cannot be resolved is reported and left out, and so are those that refer to it. */
export function resolveCorrelations(
  correlations: readonly Correlation[],
  rules: readonly SigmaRule[],
): Resolution {
  const resolver = new Resolver(correlations, rules);
  for (const correlation of correlations) resolver.resolve(correlation);
  const resolved = [...resolver.resolved.values()].filter((found) => found !== undefined);
  const partsOnly = resolved.flatMap(({ correlation, watches }) =>
    correlation.generate ? [] : watches.map(({ id }) => id),
  );
  return { resolved, partsOnly: new Set(partsOnly), diagnostics: resolver.diagnostics };
}

class Resolver {
  readonly diagnostics: Diagnostic[] = [];
  /** In the order in which they were finished; undefined: it cannot be. */
  readonly resolved = new Map<Correlation, Resolved | undefined>();
  readonly #open = new Set<Correlation>();
  readonly #called = new Map<string, Set<Referable>>();

  constructor(correlations: readonly Correlation[], rules: readonly SigmaRule[]) {
    for (const one of [...rules, ...correlations]) {
      this.#call(one.id, one);
      if (one.name !== undefined) this.#call(one.name, one);
    }
  }

  #call(name: string, referable: Referable): void {
    const known = this.#called.get(name);
    if (known === undefined) this.#called.set(name, new Set([referable]));
    else known.add(referable);
  }

  resolve(correlation: Correlation): Resolved | undefined {
    if (this.resolved.has(correlation)) return this.resolved.get(correlation);
    this.#open.add(correlation);
    const found = correlation.rules.map((reference) => this.#find(correlation, reference));
    this.#open.delete(correlation);
    const parts = found.filter((part) => part !== undefined);
    const isWhole = parts.length === found.length;
    const result = isWhole ? { correlation, level: levelOf(correlation, parts), watches: parts } : undefined;
    this.resolved.set(correlation, result);
    return result;
  }

  #find(correlation: Correlation, reference: RuleReference): (Watched & { level: Level }) | undefined {
    const { name } = reference;
    const [found, ...more] = this.#called.get(name) ?? [];
    if (found === undefined)
      return this.#report(
        correlation,
        reference,
        "correlation.unknown_rule",
        `No rule has the id or name \`${name}\`.`,
      );
    // Copies of a rule have its id: whichever of them finds something, it is that rule.
    if (more.some(({ id }) => id !== found.id))
      return this.#report(
        correlation,
        reference,
        "correlation.ambiguous_rule",
        `Several rules are called \`${name}\`.`,
      );
    if ("detection" in found) return { name, id: found.id, level: found.level };
    if (this.#open.has(found))
      return this.#report(correlation, reference, "correlation.cycle", `\`${name}\` leads back to here.`);
    const inner = this.resolve(found);
    return inner === undefined ? undefined : { name, id: found.id, level: inner.level };
  }

  #report(
    { file, span }: Correlation,
    reference: RuleReference,
    code: DiagnosticCode,
    message: string,
  ): undefined {
    const { severity, hint } = DIAGNOSTICS[code];
    this.diagnostics.push({ code, severity, message, hint, file, span: reference.span ?? span });
    return undefined;
  }
}

function levelOf({ level }: Correlation, parts: readonly { readonly level: Level }[]): Level {
  if (level !== undefined) return level;
  const highest = Math.max(...parts.map((part) => LEVELS.indexOf(part.level)));
  return LEVELS[highest] ?? "medium";
}
