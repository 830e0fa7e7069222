// SPDX-License-Identifier: Apache-2.0
/**
 * What may happen to an order, when, by whom; and what proof closes it. Pure. The database holds the same about proof
 * and the second person; here it is said in a way that can be explained to who is refused.
 */
import type { OrderState } from "../../platform/records/index.ts";

export type Side = "issuer" | "ordered" | "hub";

interface Transition {
  readonly by: readonly Side[];
  readonly from: readonly OrderState[];
  /** Without one, the order stays in its state. */
  readonly to?: OrderState;
  /** What must be shown for it. */
  readonly proof?: "review" | "check";
}

/** In hand of the ordered organisation: time runs against it. */
export const RUNNING: readonly OrderState[] = ["issued", "acknowledged"];
const ANSWERED: readonly OrderState[] = ["answered", "under_review"];

export const TRANSITIONS = {
  acknowledge: { by: ["ordered"], from: ["issued"], to: "acknowledged" },
  add_evidence: { by: ["ordered"], from: RUNNING },
  answer: { by: ["ordered"], from: RUNNING, to: "answered" },
  refuse: { by: ["ordered"], from: RUNNING, to: "refused" },
  ask_extension: { by: ["ordered"], from: RUNNING },
  decide_extension: { by: ["issuer"], from: RUNNING },
  /** The reason for the refusal does not hold: it is ordered still. */
  insist: { by: ["issuer"], from: ["refused"], to: "issued" },
  begin_review: { by: ["issuer"], from: ["answered"], to: "under_review" },
  /** The answer does not prove it. */
  return: { by: ["issuer"], from: ANSWERED, to: "acknowledged" },
  accept: { by: ["issuer"], from: ANSWERED, to: "closed", proof: "review" },
  ask_check: { by: ["issuer", "ordered"], from: ANSWERED },
  close_by_check: { by: ["hub"], from: ANSWERED, to: "closed", proof: "check" },
  withdraw: { by: ["issuer"], from: [...RUNNING, ...ANSWERED, "refused"], to: "withdrawn" },
  reopen: { by: ["issuer", "hub"], from: ["closed"], to: "issued" },
} as const satisfies Record<string, Transition>;

export type Act = keyof typeof TRANSITIONS;

export type Proof =
  | {
      readonly kind: "review";
      readonly reviewer: string;
      readonly submitter: string;
      /** Who added each piece of evidence that the answer names. */
      readonly evidenceAddedBy: readonly string[];
    }
  | { readonly kind: "check"; readonly outcome: CheckOutcome };

export type CheckOutcome = "gone" | "present" | "inconclusive";

export type Refusal = "wrong_side" | "wrong_state" | "no_proof" | "no_evidence" | "own_work";

export type Decision =
  | { readonly isAllowed: true; readonly state: OrderState }
  | { readonly isAllowed: false; readonly why: Refusal };

export function decide(
  state: OrderState,
  act: Act,
  { side, proof }: { readonly side: Side; readonly proof?: Proof },
): Decision {
  const transition: Transition = TRANSITIONS[act];
  if (!transition.by.includes(side)) return { isAllowed: false, why: "wrong_side" };
  if (!transition.from.includes(state)) return { isAllowed: false, why: "wrong_state" };
  const why = transition.proof === undefined ? undefined : lackOf(transition.proof, proof);
  if (why !== undefined) return { isAllowed: false, why };
  return { isAllowed: true, state: transition.to ?? state };
}

function lackOf(wanted: "review" | "check", proof: Proof | undefined): Refusal | undefined {
  if (proof === undefined || proof.kind !== wanted) return "no_proof";
  if (proof.kind === "check") return proof.outcome === "gone" ? undefined : "no_proof";
  if (proof.evidenceAddedBy.length === 0) return "no_evidence";
  const involved = [proof.submitter, ...proof.evidenceAddedBy];
  return involved.includes(proof.reviewer) ? "own_work" : undefined;
}

export interface Timed {
  readonly state: OrderState;
  readonly deadline: Date;
}

export function isOverdue({ state, deadline }: Timed, now: Date): boolean {
  return RUNNING.includes(state) && now >= deadline;
}

const HOUR_MS = 3_600_000;

/** What happens as the deadline comes and goes: hours from it, and who is to hear of it. */
export const LADDER = [
  { step: "reminder", afterHours: -72, hears: "ordered" },
  { step: "last_reminder", afterHours: -24, hears: "ordered" },
  { step: "overdue", afterHours: 0, hears: "both" },
  { step: "escalation", afterHours: 24, hears: "both" },
  { step: "second_escalation", afterHours: 72, hears: "coordinators" },
] as const;

export type EscalationStep = (typeof LADDER)[number]["step"];

/** Steps whose time has come. A reminder for which there was never time, as the order is shorter, is left out. */
export function stepsDue(
  { state, deadline }: Timed,
  { from, now }: { readonly from: Date; readonly now: Date },
) {
  if (!RUNNING.includes(state)) return [];
  return LADDER.filter(({ afterHours }) => {
    const at = deadline.getTime() + afterHours * HOUR_MS;
    return at <= now.getTime() && at > from.getTime();
  });
}

/**
 * The end of a day as it is in a time zone: the first moment of the next day there. Also where that day has 23 or 25
 * hours, or begins at one o'clock.
 */
export function endOfDay(date: string, timeZone: string): Date {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const wanted = Date.UTC(year, month - 1, day + 1);
  // No zone is further from UTC than this. In between, local time only ever jumps by less than that.
  let early = wanted - 16 * HOUR_MS;
  let late = wanted + 16 * HOUR_MS;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localDate(middle, timeZone) > date) late = middle;
    else early = middle;
  }
  return new Date(late);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-12-01`, as the calendars there have it. */
export function localDate(time: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formats.set(timeZone, format);
  }
  return format.format(time);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
