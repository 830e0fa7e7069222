// SPDX-License-Identifier: Apache-2.0
/** A hub with a rule and a shipper of each kind, and what must be true of it whatever happened meanwhile. */
import assert from "node:assert/strict";
import type { Alert } from "@fengsui/contract";
import type { Chance } from "./chance.ts";
import { freePort, HubProcess, newDataFolder } from "./hub-process.ts";
import { Operator, type SourceAccess } from "./operator.ts";
import { KINDS, type SentEvent, Shipper } from "./shipper.ts";

const RULE = `
title: Signal fire
id: 22222222-2222-4222-8222-222222222222
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\signal-fire.exe' }
  condition: selection
`;

export interface Watched {
  readonly source: SourceAccess;
  readonly shipper: Shipper;
}

export interface WatchedHub extends AsyncDisposable {
  /** The process that runs now. */
  hub: HubProcess;
  readonly operator: Operator;
  readonly dataDir: string;
  readonly watched: readonly Watched[];
  /** The same hub again, at the same address and in the same directory. */
  startAgain(): Promise<void>;
}

export interface WatchedHubOptions {
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly batchSize?: number;
}

export async function startWatchedHub(chance: Chance, options: WatchedHubOptions = {}): Promise<WatchedHub> {
  await using stack = new AsyncDisposableStack();
  const dataDir = options.dataDir ?? stack.use(newDataFolder()).path;
  const { environment = {}, batchSize = 40 } = options;
  const hubOptions = { dataDir, port: await freePort(), environment };
  const hub = await HubProcess.start(hubOptions);
  const result = { hub };
  stack.defer(() => result.hub[Symbol.asyncDispose]());
  const { origin } = hub;
  const operator = await Operator.setUp(origin, hub.setupToken);
  await operator.addRule(RULE);
  const watched: Watched[] = [];
  for (const [index, kind] of KINDS.entries()) {
    const source = await operator.addSource(kind);
    const name = `h${index}`;
    watched.push({ source, shipper: new Shipper({ origin, source, kind, chance, name, batchSize }) });
  }
  const owned = stack.move();
  return Object.assign(result, {
    operator,
    dataDir,
    watched,
    startAgain: async () => {
      result.hub = await HubProcess.start(hubOptions);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  });
}

/** Each acknowledged event is there, once and as it was sent, and nothing else is; alerts are what matches come to. */
export async function requireAllThere({ operator, watched }: WatchedHub): Promise<void> {
  for (const { source, shipper } of watched) {
    const found = await operator.events({ sourceId: source.id });
    const raws = found.map(({ raw }) => raw).sort();
    assert.deepEqual(raws, shipper.acknowledged.map(({ raw }) => raw).sort());
  }
  const sent = watched.flatMap(({ shipper }) => shipper.acknowledged);
  await requireAlertsOf(operator, sent);
}

/** One for each group of matches among these events, and no other. */
export async function requireAlertsOf(
  operator: Operator,
  events: readonly Omit<SentEvent, "raw">[],
): Promise<void> {
  assert.deepEqual((await operator.alerts()).map(summary).sort(), expectedAlerts(events).sort());
}

/** No more than that: what was sent and not acknowledged may be there or not. */
export async function requireNothingLost({ operator, watched }: WatchedHub): Promise<void> {
  for (const { source, shipper } of watched) {
    const found = new Set((await operator.events({ sourceId: source.id })).map(({ raw }) => raw));
    const lost = shipper.acknowledged.filter(({ raw }) => !found.has(raw));
    assert.deepEqual(lost, []);
  }
}

function summary({ entity, windowStart, matchCount, firstEventAt, lastEventAt }: Alert): string {
  return [entity, windowStart, matchCount, firstEventAt, lastEventAt].join(" ");
}

const WINDOW_MS = 60 * 60_000;

/** As the guide says it: the matches of one rule on one host in one hour of event time are one alert. */
function expectedAlerts(sent: readonly Omit<SentEvent, "raw">[]): string[] {
  const groups = Map.groupBy(
    sent.filter(({ isMatch }) => isMatch),
    ({ host, time }) => `${host} ${iso(time - (time % WINDOW_MS))}`,
  );
  return [...groups].map(([group, events]) => {
    const times = events.map(({ time }) => time);
    return [group, events.length, iso(Math.min(...times)), iso(Math.max(...times))].join(" ");
  });
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
