// SPDX-License-Identifier: Apache-2.0
/** What the tour decides: its steps, where each leads, and whether the hub says that it is done. */
import type { Alert, Case, DemoState, Order } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

type Part = NonNullable<DemoState["people"][number]["part"]>;

/** What the hub says to whoever is signed in, and what was looked at here. */
export interface TourFacts {
  readonly alerts: readonly Alert[];
  readonly cases: readonly Case[];
  readonly evidenceCount: number;
  readonly orders: readonly Order[];
  /** Of the page, with its query. */
  readonly address: string;
}

export interface TourStep {
  readonly key: string;
  readonly title: TextKey;
  readonly text: TextKey;
  /** Whose step it is. */
  readonly part: Part;
  readonly where: (facts: TourFacts) => string;
  readonly isDone: (facts: TourFacts) => boolean;
}

/** Of this many members there are alerts when the intrusion has been seen. */
const MEMBERS_SEEN = 3;

export const STEPS: readonly TourStep[] = [
  {
    key: "situation",
    title: "tour.situation",
    text: "tour.situation.text",
    part: "investigates",
    where: () => "/situation",
    isDone: ({ address, alerts }) =>
      address.startsWith("/situation") &&
      new Set(alerts.map(({ organisationId }) => organisationId)).size >= MEMBERS_SEEN,
  },
  {
    key: "alert",
    title: "tour.alert",
    text: "tour.alert.text",
    part: "investigates",
    where: ({ alerts }) => openAlert(alerts, "/alerts"),
    isDone: ({ alerts }) => alerts.some(({ assigneeId }) => assigneeId !== null),
  },
  {
    key: "ledger",
    title: "tour.ledger",
    text: "tour.ledger.text",
    part: "investigates",
    where: () => "/ledger/systems",
    isDone: ({ address }) => address.startsWith("/ledger"),
  },
  {
    key: "search",
    title: "tour.search",
    text: "tour.search.text",
    part: "investigates",
    where: () => "/search?q=203.0.113.77",
    isDone: ({ address }) => address.startsWith("/search?"),
  },
  {
    key: "case",
    title: "tour.case",
    text: "tour.case.text",
    part: "investigates",
    where: () => "/alerts",
    isDone: ({ cases }) => cases.some(({ figures }) => figures.alerts > 0),
  },
  {
    key: "evidence",
    title: "tour.evidence",
    text: "tour.evidence.text",
    part: "investigates",
    where: ({ cases }) => oneOf(cases, "/cases"),
    isDone: ({ evidenceCount }) => evidenceCount > 0,
  },
  {
    key: "order",
    title: "tour.order",
    text: "tour.order.text",
    part: "investigates",
    where: ({ cases }) => oneOf(cases, "/cases"),
    isDone: ({ orders }) => orders.length > 0,
  },
  {
    key: "answer",
    title: "tour.answer",
    text: "tour.answer.text",
    part: "answers",
    where: ({ orders }) => oneOf(orders, "/orders"),
    isDone: ({ orders }) => orders.some(({ state }) => ANSWERED.has(state)),
  },
  {
    key: "proof",
    title: "tour.proof",
    text: "tour.proof.text",
    part: "reviews",
    where: ({ orders }) => oneOf(orders, "/orders"),
    isDone: ({ orders }) => orders.some(({ state }) => state === "closed"),
  },
];

const ANSWERED: ReadonlySet<Order["state"]> = new Set(["answered", "under_review", "closed"]);

function openAlert(alerts: readonly Alert[], path: string): string {
  const worst = alerts.find(({ level }) => level === "critical");
  return worst === undefined ? path : `${path}?open=${worst.id}`;
}

/** The newest; the list where there is none yet. */
function oneOf(items: readonly { readonly id: string }[], path: string): string {
  const [newest] = items;
  return newest === undefined ? path : `${path}/${newest.id}`;
}

/** What is kept here of how far somebody came. */
export interface Progress {
  readonly isShown: boolean;
  readonly at: string;
  readonly done: readonly string[];
}

const [FIRST] = STEPS;
export const BEGINNING: Progress = { isShown: true, at: FIRST?.key ?? "", done: [] };

/** Whatever stands there. */
export function readProgress(text: string | null): Progress {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    if (typeof kept !== "object" || kept === null) return BEGINNING;
    const { isShown, at, done } = { ...BEGINNING, ...kept };
    const known = Array.isArray(done) ? STEPS.map(({ key }) => key).filter((key) => done.includes(key)) : [];
    const isStep = STEPS.some(({ key }) => key === at);
    return { isShown: isShown !== false, at: isStep ? at : BEGINNING.at, done: known };
  } catch {
    return BEGINNING;
  }
}

/** What was done once stays done: another person may not see it. */
export function withDone(progress: Progress, facts: TourFacts): Progress {
  const done = STEPS.filter(({ key, isDone }) => progress.done.includes(key) || isDone(facts)).map(
    ({ key }) => key,
  );
  return done.length === progress.done.length ? progress : { ...progress, done };
}

export function personOf({ people }: DemoState, part: Part): DemoState["people"][number] | undefined {
  return people.find((person) => person.part === part);
}
