// SPDX-License-Identifier: Apache-2.0
/**
 * The plan for one event source: which rules can apply, and what must be seen before one of them is worth testing.
 * Each branch of a rule (see relax) is filed under its rarest group, its trigger; when that is seen and, at the end of
 * the event, so are its other needs and no kill is complete, the rule is a candidate. The plan knows nothing of how
 * fields are scanned.
 */
import { type Expression, KEYWORDS, mapTests } from "../expression.ts";
import { type EventSource, isEligible } from "../logsource/log-type.ts";
import type { SigmaRule } from "../rule.ts";
import { AtomTable, commonness } from "./atoms.ts";
import { constantTest } from "./constants.ts";
import { FieldSlots } from "./field-slots.ts";
import { type Branch, Relaxer } from "./relax.ts";

export interface PlannedRule {
  readonly rule: SigmaRule;
  /** The rule's detection with what is constant for the source folded away. */
  readonly detection: Expression;
  readonly slotOf: (field: string) => number;
}

export interface PlannedBranch extends Branch {
  /** Index of the rule in `rules`. */
  readonly rule: number;
}

export interface Plan {
  readonly rules: readonly PlannedRule[];
  readonly slots: FieldSlots;
  readonly atoms: AtomTable;
  /** Branches by their trigger group. */
  readonly triggered: ReadonlyMap<number, readonly PlannedBranch[]>;
  /** Branches that no group can announce: tested for every event. */
  readonly untriggered: readonly PlannedBranch[];
  /** The atoms that some branch speaks of: what a scan has to find. */
  readonly watched: ReadonlySet<number>;
}

export function planRules(rules: readonly SigmaRule[], source: EventSource): Plan {
  const slots = new FieldSlots(1);
  const atoms = new AtomTable();
  const planned: PlannedRule[] = [];
  const branches: PlannedBranch[] = [];
  for (const rule of rules) {
    if (!isEligible(rule.logsource, source)) continue;
    const detection = mapTests(rule.detection, (test) => constantTest(test, source));
    if (detection.kind === "constant" && !detection.value) continue;
    const slotOf = (field: string): number =>
      slots.slotOf(source.logType.places(field, rule.logsource, source));
    const relaxer = new Relaxer(atoms, (field) => (field === KEYWORDS ? KEYWORDS : slotOf(field)));
    const index = planned.push({ rule, detection, slotOf }) - 1;
    for (const branch of relaxer.branches(detection)) {
      branches.push({ rule: index, needs: worthwhile(branch.needs, atoms), kills: branch.kills });
    }
  }
  return {
    rules: planned,
    slots,
    atoms,
    ...fileUnderTriggers(branches, atoms),
    watched: atomsOf(branches, atoms),
  };
}

/** A group shared by many rules is probably a common sight. */
const SHARING_WEIGHT = 0.1;

function fileUnderTriggers(
  branches: readonly PlannedBranch[],
  atoms: AtomTable,
): Pick<Plan, "triggered" | "untriggered"> {
  const sharing = new Map<number, number>();
  for (const { needs } of branches)
    for (const group of needs) sharing.set(group, (sharing.get(group) ?? 0) + 1);
  const cost = (group: number): number =>
    commonness(group, atoms) * (1 + SHARING_WEIGHT * (sharing.get(group) ?? 0));
  const triggered = new Map<number, PlannedBranch[]>();
  const untriggered: PlannedBranch[] = [];
  for (const branch of branches) {
    const [trigger, ...others] = branch.needs.toSorted((a, b) => cost(a) - cost(b));
    if (trigger === undefined) {
      untriggered.push(branch);
      continue;
    }
    const filed = triggered.get(trigger) ?? [];
    filed.push({ ...branch, needs: others });
    triggered.set(trigger, filed);
  }
  return { triggered, untriggered };
}

const MAX_NEEDS = 6;
/** Beside its rarest need, a branch gains little from one that is this much more common: seeing it only costs. */
const MAX_RATIO = 3;
const RARE = 0.5;

function worthwhile(needs: readonly number[], atoms: AtomTable): readonly number[] {
  const ranked = needs
    .map((group) => ({ group, commonness: commonness(group, atoms) }))
    .sort((a, b) => a.commonness - b.commonness);
  const limit = Math.max(RARE, MAX_RATIO * (ranked[0]?.commonness ?? 0));
  return ranked
    .filter((need, rank) => rank < MAX_NEEDS && need.commonness <= limit)
    .map(({ group }) => group);
}

function atomsOf(branches: readonly PlannedBranch[], { groups }: AtomTable): Set<number> {
  const watched = new Set<number>();
  for (const { needs, kills } of branches) {
    for (const group of [...needs, ...kills.flat()])
      for (const atom of groups[group] ?? []) watched.add(atom);
  }
  return watched;
}
