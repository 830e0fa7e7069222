// SPDX-License-Identifier: Apache-2.0
/** What a check saw, and what may be said of it. Silence proves nothing: only a source that spoke can have been quiet about it. Pure. */
import type { CheckCoverage } from "@fengsui/contract";
import type { CheckOutcome } from "../rules.ts";

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** In how many minutes at a stretch no event came. `minutes` are starts of minutes in which some did, ascending. */
export function longestSilence(minutes: readonly number[], { from, to }: Span): number {
  let longest = 0;
  let heard = from.getTime();
  for (const minute of [...minutes, to.getTime()]) {
    longest = Math.max(longest, minute - heard);
    heard = Math.max(heard, minute + MINUTE_MS);
  }
  return Math.max(0, Math.floor(longest / MINUTE_MS));
}

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface Seen extends Span {
  readonly alerts: number;
  readonly falsePositives: number;
  readonly rulesOff: readonly string[];
  readonly hosts: readonly {
    readonly host: string;
    readonly sources: readonly {
      readonly sourceId: string;
      readonly events: number;
      readonly longestSilenceMinutes: number;
    }[];
  }[];
}

export interface Demand {
  readonly observeHours: number;
  readonly silenceMinutes: number;
}

export function judge(seen: Seen, demand: Demand): { outcome: CheckOutcome; coverage: CheckCoverage } {
  const hosts = seen.hosts.map(({ host, sources }) => ({
    host,
    sources: sources.map((source) => ({
      ...source,
      wasAlive: source.events > 0 && source.longestSilenceMinutes <= demand.silenceMinutes,
    })),
  }));
  const doubts = doubtsOf({ ...seen, hosts }, demand);
  const outcome = seen.alerts > 0 ? "present" : doubts.length > 0 ? "inconclusive" : "gone";
  const { alerts, falsePositives, rulesOff } = seen;
  const from = seen.from.toISOString();
  const to = seen.to.toISOString();
  const explanation = explain(outcome, { ...seen, doubts });
  return {
    outcome,
    coverage: { from, to, explanation, alerts, falsePositives, rulesOff: [...rulesOff], hosts },
  };
}

function doubtsOf(
  { from, to, rulesOff, hosts }: Span & Pick<Seen, "rulesOff"> & Pick<CheckCoverage, "hosts">,
  { observeHours, silenceMinutes }: Demand,
): string[] {
  const hours = (to.getTime() - from.getTime()) / HOUR_MS;
  const unheard = hosts.filter(({ sources }) => sources.length === 0).map(({ host }) => host);
  const silent = hosts
    .filter(({ sources }) => sources.some(({ wasAlive }) => !wasAlive))
    .map(({ host }) => host);
  return [
    hours < observeHours ? `${Math.floor(hours)} of ${observeHours} hours have passed` : "",
    rulesOff.length > 0 ? `rules are off or missing: ${rulesOff.join(", ")}` : "",
    unheard.length > 0 ? `no source is known to tell of ${unheard.join(", ")}` : "",
    silent.length > 0
      ? `a source was silent for over ${silenceMinutes} minutes about ${silent.join(", ")}`
      : "",
  ].filter((doubt) => doubt !== "");
}

function explain(
  outcome: CheckOutcome,
  { alerts, hosts, doubts }: Seen & { readonly doubts: readonly string[] },
): string {
  if (outcome === "present") return `There were ${alerts} alerts of these rules on these hosts.`;
  if (outcome === "inconclusive") return `Nothing was found, which proves nothing: ${doubts.join("; ")}.`;
  const events = hosts.flatMap(({ sources }) => sources).reduce((sum, source) => sum + source.events, 0);
  return `No alert of these rules, while the sources of all ${hosts.length} hosts were alive (${events} events).`;
}
