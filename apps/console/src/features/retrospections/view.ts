// SPDX-License-Identifier: Apache-2.0
/** What the pages of retrospections decide: how far a pass is, and what can be done with it. */
import type { RetrospectionVerb } from "@fengsui/client";
import type { Retrospection } from "@fengsui/contract";

type State = Retrospection["state"];

export function isUnderWay({ state }: Pick<Retrospection, "state">): boolean {
  return state === "waiting" || state === "running" || state === "paused";
}

/** From 0 to 1; undefined until its events are counted. */
export function progressOf({
  state,
  eventsSeen,
  eventsTotal,
}: Pick<Retrospection, "state" | "eventsSeen" | "eventsTotal">): number | undefined {
  if (state === "done") return 1;
  if (eventsTotal === null) return undefined;
  return eventsTotal === 0 ? 1 : Math.min(1, eventsSeen / eventsTotal);
}

/** "42%", or nothing. */
export function percentOf(pass: Parameters<typeof progressOf>[0], language: string): string {
  const progress = progressOf(pass);
  if (progress === undefined) return "";
  // Rounded down: what is at 100% is done.
  return new Intl.NumberFormat(language, { style: "percent" }).format(Math.floor(progress * 100) / 100);
}

const VERBS: Readonly<Record<State, readonly RetrospectionVerb[]>> = {
  waiting: ["pause", "cancel"],
  running: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  done: [],
  cancelled: [],
  failed: ["resume"],
};

export function verbsOf({ state }: Pick<Retrospection, "state">): readonly RetrospectionVerb[] {
  return VERBS[state];
}
