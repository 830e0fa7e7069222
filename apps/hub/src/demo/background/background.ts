// SPDX-License-Identifier: Apache-2.0
/**
 * What happens in the sector on a day on which nothing happens. A minute of a source is always the same for the same
 * seed, whoever asks for it and how often.
 */
import type { LogLine } from "../logs/line.ts";
import { Random } from "../random.ts";
import type { DemoMember, DemoSource } from "../sector/index.ts";
import { eveLine, networkLine } from "./network.ts";
import type { Scene } from "./scene.ts";
import { auditLine, sshLine, vpnLine } from "./unix.ts";
import { webLine } from "./web.ts";
import { windowsLine } from "./windows.ts";

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The city is in one time zone, its days are busy and its nights quiet. */
const ZONE_MS = 8 * HOUR_MS;
const BUSY_HOURS = { from: 8, to: 18 };
const AT_NIGHT = 0.3;

const WRITERS: Readonly<Record<DemoSource["log"], (scene: Scene) => LogLine>> = {
  windows: windowsLine,
  ssh: sshLine,
  vpn: vpnLine,
  web: webLine,
  auditd: auditLine,
  zeek: networkLine,
  eve: eveLine,
};

/** `minute`: whole minutes since the epoch. */
export function backgroundOf(
  member: DemoMember,
  source: DemoSource,
  { minute, seed }: { readonly minute: number; readonly seed: string },
): LogLine[] {
  const random = new Random(seed, member.key, source.key, minute);
  const start = minute * MINUTE_MS;
  const count = random.times(source.rate * shareOf(start));
  const times = Array.from({ length: count }, () => start + random.whole(0, MINUTE_MS - 1)).sort(
    (a, b) => a - b,
  );
  return times.map((at) => WRITERS[source.log]({ member, source, random, at }));
}

function shareOf(at: number): number {
  const hour = Math.floor((at + ZONE_MS) / HOUR_MS) % 24;
  return hour >= BUSY_HOURS.from && hour < BUSY_HOURS.to ? 1 : AT_NIGHT;
}
