// SPDX-License-Identifier: Apache-2.0
/** An ordinary day of the patients' portal. */
import type { LogLine } from "../logs/line.ts";
import { visitOf } from "../logs/web.ts";
import type { Scene } from "./scene.ts";

const REQUESTS: readonly [string, ...string[]] = [
  "GET /",
  "GET /appointments",
  "POST /appointments",
  "GET /results",
  "GET /assets/app.js",
  "GET /uploads/avatar_1042.png",
  "POST /sign-in",
  "GET /doctors?department=4",
];

export function webLine({ member, source, random, at }: Scene): LogLine {
  const place = { member, host: random.pick(source.hosts) ?? "", at };
  const chance = random.next();
  // Whatever faces the internet is asked for things that it does not have.
  const [request, status] =
    chance < 0.04 ? ["GET /wp-login.php", 404] : [random.pick(REQUESTS), chance < 0.07 ? 302 : 200];
  const from = `192.0.2.${random.whole(1, 250)}`;
  return visitOf(place, { from, request, status, bytes: random.whole(200, 80_000) });
}
