// SPDX-License-Identifier: Apache-2.0
/** An ordinary day at the edge of a network. */
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

export function networkLine({ member, source, random, at }: Scene): LogLine {
  const host = random.pick(source.hosts) ?? "";
  const place = { member, host, at };
  const net = hostOf(member, host).ip.split(".").slice(0, 2).join(".");
  const from = `${net}.${random.whole(40, 47)}.${random.whole(10, 240)}`;
  if (random.next() < 0.5) {
    const name = random.pick(NAMES);
    const kind = name.includes("_domainkey") ? "TXT" : random.pick(["A", "AAAA"]);
    return questionOf(place, { from, to: `${net}.0.53`, name, kind });
  }
  return flowOf(place, {
    from,
    to: `192.0.2.${random.whole(10, 60)}`,
    port: 443,
    service: "ssl",
    sent: random.whole(800, 40_000),
    received: random.whole(2_000, 900_000),
  });
}
