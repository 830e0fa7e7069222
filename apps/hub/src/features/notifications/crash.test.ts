// SPDX-License-Identifier: Apache-2.0
/** A hub that is killed when the mail has left it, and before it could write down that it did. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseId } from "../../platform/ids.ts";
import { aNotifiedWorld, type NotifiedWorld, only, signedInAs } from "../../test-kit/mail/index.ts";
import { Deliveries } from "./deliveries/service.ts";

const NOTIFYING_HUB = fileURLToPath(new URL("../../test-kit/mail/notifying-hub.ts", import.meta.url));

let world: NotifiedWorld;

before(async () => {
  world = await aNotifiedWorld();
});
after(async () => await world[Symbol.asyncDispose]());

test("killed between sending and noting it, the delivery says so, comes again, and is known for the same mail", async () => {
  const { organisations, people } = world.shared;
  await world.raise({ audience: { owner: organisations.home, marking: "red", people: [people.analyst] } });
  const { system, app } = world.records.access;
  const child = spawn(process.execPath, [NOTIFYING_HUB], { stdio: ["pipe", "inherit", "inherit"] });
  world.post.beforeAcknowledging = () => void child.kill("SIGKILL");
  child.stdin.end(
    JSON.stringify({ access: { system, app }, smtpUrl: world.post.url, now: world.clock.now() }),
  );
  const [, signal] = await once(child, "exit");
  assert.equal(signal, "SIGKILL");
  world.post.beforeAcknowledging = undefined;
  const analyst = signedInAs(people.analyst, [[organisations.home, "analyst"]]);
  const deliveries = new Deliveries(world.records);
  const [delivery] = (await deliveries.list(analyst, { limit: 10 })).deliveries;
  assert.deepEqual([delivery?.state, delivery?.attempts], ["failed", 1]);
  assert.match(delivery?.reason ?? "", /it may have arrived/);
  world.clock.advance(2 * 60_000);
  await world.run();
  const [first, second, ...others] = world.post.mails;
  assert.deepEqual(others, []);
  assert.equal(first?.header("Message-ID"), second?.header("Message-ID"));
  const { attempts } = await deliveries.get(
    analyst,
    parseId<"delivery">(delivery?.id ?? "") ?? assert.fail(),
  );
  assert.deepEqual(
    attempts.map(({ outcome }) => outcome),
    [null, "sent"],
  );
  await world.run();
  assert.equal(world.post.mails.length, 2);
  only((await deliveries.list(analyst, { state: "sent", limit: 10 })).deliveries);
});
