// SPDX-License-Identifier: Apache-2.0
/** What the pages of orders decide: filters, what is next and for whom, what became of a piece of evidence. Pure. */
import type { OrderFilter } from "@fengsui/client";
import { ORDER_STATES, type Order, type OrderDetail } from "@fengsui/contract";
import { exactTime } from "../../parts/time.ts";
import { AGES, type Age, beforeAge, oneOf, PAGE_SIZE, readUuid } from "../cases/view.ts";

export const SIDES = ["received", "issued", "all"] as const;
export type SideFilter = (typeof SIDES)[number];
export const ORDER_STATE_FILTERS = ["running", ...ORDER_STATES, "all"] as const;
export type OrderStateFilter = (typeof ORDER_STATE_FILTERS)[number];

export interface OrderFilters {
  readonly side: SideFilter;
  readonly state: OrderStateFilter;
  readonly isOverdue: boolean;
  /** The other side's id; empty for all. */
  readonly organisation: string;
  readonly age: Age;
  readonly text: string;
  /** About this system of the ledger. */
  readonly system: string;
}

type Search = Readonly<Record<string, string>>;

/** `usual`: the side that somebody looks at who says nothing else. */
export function readOrderFilters(search: Search, usual: SideFilter): OrderFilters {
  return {
    side: oneOf(SIDES, search["side"], usual),
    state: oneOf(ORDER_STATE_FILTERS, search["state"], "running"),
    isOverdue: search["overdue"] === "yes",
    organisation: readUuid(search["organisation"]),
    age: oneOf(AGES, search["age"], "any"),
    text: search["text"] ?? "",
    system: readUuid(search["system"]),
  };
}

export function writeOrderFilters(filters: OrderFilters, usual: SideFilter): Search {
  const { side, state, isOverdue, organisation, age, text, system } = filters;
  return {
    ...(side !== usual && { side }),
    ...(state !== "running" && { state }),
    ...(isOverdue && { overdue: "yes" }),
    ...(organisation !== "" && { organisation }),
    ...(age !== "any" && { age }),
    ...(text !== "" && { text }),
    ...(system !== "" && { system }),
  };
}

export const RUNNING: readonly Order["state"][] = [
  "issued",
  "acknowledged",
  "answered",
  "under_review",
  "refused",
];

export function toOrderQuery(filters: OrderFilters, now: number, own: readonly string[] = []): OrderFilter {
  const { side, state, isOverdue, organisation, age, text, system } = filters;
  const issuedBefore = beforeAge(age, now);
  const states = state === "running" ? RUNNING : state === "all" ? [] : [state];
  return {
    ...sideQuery(side, organisation, own),
    state: [...states],
    ...(isOverdue && { isOverdue: true }),
    ...(issuedBefore !== undefined && { issuedBefore }),
    ...(text !== "" && { text }),
    ...(system !== "" && { systemId: system }),
    limit: PAGE_SIZE,
  };
}

/** Whom it was issued to is who received it: that is asked of the other side, but of one's own of its own. */
function sideQuery(side: SideFilter, organisation: string, own: readonly string[]): OrderFilter {
  if (side === "all") return organisation === "" ? {} : { organisationId: organisation };
  if (organisation === "") return { direction: side };
  if (own.includes(organisation)) return { direction: side, organisationId: organisation };
  return { direction: side === "issued" ? "received" : "issued", organisationId: organisation };
}

/** For whom it is to act now. */
export function whoIsNext({ state }: Pick<Order, "state">): "ordered" | "issuer" | "nobody" {
  if (state === "issued" || state === "acknowledged") return "ordered";
  return state === "closed" || state === "withdrawn" ? "nobody" : "issuer";
}

export type ActName = OrderDetail["acts"][number]["act"];

/** In each state, what brings an order further: the first of these that one may do is the one obvious thing. */
const FIRST: Readonly<Record<Order["state"], readonly ActName[]>> = {
  issued: ["acknowledge", "decide_extension", "answer"],
  acknowledged: ["decide_extension", "answer"],
  answered: ["accept", "ask_check", "begin_review"],
  under_review: ["accept", "ask_check"],
  refused: ["insist"],
  closed: [],
  withdrawn: [],
};

/** `first` is the one obvious act; the others that one may do follow. */
export function actsToShow({ order, acts }: Pick<OrderDetail, "order" | "acts">) {
  const may = acts.filter(({ obstacle }) => obstacle === null).map(({ act }) => act);
  const first = FIRST[order.state].find((act) => may.includes(act));
  // Evidence is added where the evidence is.
  return { first, others: may.filter((act) => act !== first && act !== "add_evidence") };
}

const UNSAID = ["other_side", "wrong_state", "no_extension"];

/** What could be done in this state, and why this person may not do it. What is not of now is not said. */
export function obstaclesToSay({ acts }: Pick<OrderDetail, "acts">) {
  return acts.filter(({ obstacle }) => obstacle !== null && !UNSAID.includes(obstacle));
}

export type EvidenceState = "unused" | "submitted" | "returned" | "accepted";

/** What became of a piece of evidence: of the last answer that names it. */
export function evidenceStateOf(id: string, { order, answers, proofs }: OrderDetail): EvidenceState {
  const answer = answers.findLast(({ evidenceIds }) => evidenceIds.includes(id));
  if (answer === undefined) return "unused";
  if (proofs.some(({ answerId }) => answerId === answer.id)) return "accepted";
  const isOpen = order.state === "answered" || order.state === "under_review";
  return isOpen && answers.at(-1)?.id === answer.id ? "submitted" : "returned";
}

/** "2026-12-01 24:00 UTC+8": the end of a day is said as that of the day, not as the beginning of the next. */
export function deadlineText({ deadline, timeZone }: Pick<Order, "deadline" | "timeZone">): string {
  const before = exactTime(new Date(Date.parse(deadline) - 1000).toISOString(), timeZone);
  return / 23:59:59 /.test(before) ? before.replace(" 23:59:59 ", " 24:00 ") : exactTime(deadline, timeZone);
}

const DAY_MS = 24 * 3_600_000;

export interface DeadlineStep {
  readonly at: string;
  readonly step: "overdue" | "escalation" | "second_escalation";
}

/** What happens when the deadline passes; what is still to come. */
export function stepsAhead({ deadline }: Pick<Order, "deadline">, now: number): readonly DeadlineStep[] {
  const steps = [
    { step: "overdue", days: 0 },
    { step: "escalation", days: 1 },
    { step: "second_escalation", days: 3 },
  ] as const;
  return steps
    .map(({ step, days }) => ({ step, at: new Date(Date.parse(deadline) + days * DAY_MS).toISOString() }))
    .filter(({ at }) => Date.parse(at) > now);
}
