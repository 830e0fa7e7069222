// SPDX-License-Identifier: Apache-2.0
/** An ordinary day at the edge of a network. */
import { eveAlertOf, eveFlowOf, eveQuestionOf } from "../logs/eve.ts";
import type { LogLine } from "../logs/line.ts";
import { flowOf, questionOf } from "../logs/zeek.ts";
import { hostOf } from "../sector/index.ts";
import type { Scene } from "./scene.ts";

const NAMES: readonly [string, ...string[]] = [
  "intranet.xingzhu.example",
  "mail.xingzhu.example",
  "news.example",
  "time.example",
  "update.vendor.example",
  "maps.example",
  "selector1._domainkey.mail.example",
];

export function networkLine(scene: Scene): LogLine {
  const { place, net, from, random } = edgeOf(scene);
  if (random.next() < 0.5) return questionOf(place, { from, to: `${net}.0.53`, ...questionIn(scene) });
  return flowOf(place, { ...visitIn(scene, from), service: "ssl" });
}

export function eveLine(scene: Scene): LogLine {
  const { place, net, from, random } = edgeOf(scene);
  const chance = random.next();
  if (chance < 0.5) return eveQuestionOf(place, { from, to: `${net}.0.53`, port: 53, ...questionIn(scene) });
  if (chance < 0.97) return eveFlowOf(place, visitIn(scene, from));
  const signature = "EXAMPLE POLICY Update of a browser fetched";
  return eveAlertOf(place, { from, to: "192.0.2.14", port: 80, signature, severity: 3 });
}

/** Where the sensor stands, and somebody behind it. */
function edgeOf({ member, source, random, at }: Scene) {
  const host = random.pick(source.hosts) ?? "";
  const net = hostOf(member, host).ip.split(".").slice(0, 2).join(".");
  const from = `${net}.${random.whole(40, 47)}.${random.whole(10, 240)}`;
  return { place: { member, host, at }, net, from, random };
}

function questionIn({ random }: Scene) {
  const name = random.pick(NAMES);
  return { name, kind: name.includes("_domainkey") ? "TXT" : random.pick(["A", "AAAA"]) };
}

function visitIn({ random }: Scene, from: string) {
  const to = `192.0.2.${random.whole(10, 60)}`;
  return { from, to, port: 443, sent: random.whole(800, 40_000), received: random.whole(2_000, 900_000) };
}
