// SPDX-License-Identifier: Apache-2.0
/** What the person who looks at an order may do to it now, and why not the rest: the acts themselves ask the same. */
import { ORDER_ACTS, type OrderAct } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { sideFor } from "./act.ts";
import type { OrderParts } from "./parts.ts";
import { conditionOf, type OrderRow, watchedOrganisation } from "./records.ts";
import { type Act, decide, type Proof, type Refusal, type Side, TRANSITIONS } from "./rules.ts";

export interface Looked {
  readonly row: OrderRow;
  readonly parts: OrderParts;
  /** What the person would close it with. */
  readonly review: Proof | undefined;
}

type Obstacle = OrderAct["obstacle"];

const OBSTACLES: Readonly<Record<Refusal, Obstacle>> = {
  wrong_side: "other_side",
  wrong_state: "wrong_state",
  own_work: "own_work",
  no_evidence: "no_evidence",
  no_proof: "no_answer",
};

export function actsOn(signedIn: SignedIn, looked: Looked): OrderAct[] {
  return ORDER_ACTS.map((act) => ({ act, obstacle: obstacleTo(signedIn, looked, act) }));
}

function obstacleTo(signedIn: SignedIn, looked: Looked, act: Act): Obstacle {
  const { row, review } = looked;
  const side = sideFor(signedIn, row, act)?.side;
  if (side === undefined) return isOfSide(signedIn, row, TRANSITIONS[act].by) ? "role" : "other_side";
  const decision = decide(row.state, act, { side, ...(review && { proof: review }) });
  if (!decision.isAllowed) return OBSTACLES[decision.why];
  return lackFor(looked, act);
}

function isOfSide({ organisations }: SignedIn, row: OrderRow, sides: readonly Side[]): boolean {
  return organisations.some(
    ({ id }) =>
      (sides.includes("issuer") && id === row.organisation_id) ||
      (sides.includes("ordered") && id === row.ordered_id),
  );
}

function lackFor({ row, parts }: Looked, act: Act): Obstacle {
  const isAsked = parts.extensions.some(({ state, round }) => state === "asked" && round === row.round);
  if (act === "ask_extension") return isAsked ? "extension_open" : null;
  if (act === "decide_extension") return isAsked ? null : "no_extension";
  if (act !== "ask_check") return null;
  if (conditionOf(row) === undefined) return "no_condition";
  if (watchedOrganisation(row) === undefined) return "no_agreement";
  return parts.checks.some(({ outcome }) => outcome === null) ? "check_open" : null;
}
