// SPDX-License-Identifier: Apache-2.0
/** Webhooks to a real receiver, verified with the library of the specification. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { NOTIFICATION_KINDS } from "@fengsui/contract";
import { Webhook as Verifier } from "standardwebhooks";
import { z } from "zod";
import { type Id, newId, parseId } from "../../platform/ids.ts";
import { reachOf } from "../../platform/reach/index.ts";
import { systemPrincipal, type Writer } from "../../platform/records/index.ts";
import {
  aNotifiedWorld,
  type NotifiedWorld,
  only,
  type ReceivedCall,
  signedInAs,
} from "../../test-kit/mail/index.ts";
import { aPerson, asHub } from "../../test-kit/records/index.ts";
import { dueDeliveries, insertDelivery } from "./deliveries/records.ts";
import { Deliveries } from "./deliveries/service.ts";
import { Webhooks } from "./webhooks/service.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MESSAGE = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    level: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    title: z.string().optional(),
    url: z.string(),
  }),
});

const within = (networks: readonly string[]) =>
  reachOf({ networks, variable: "FENGSUI_WEBHOOK_NETWORKS", plain: "named" });
let world: NotifiedWorld;

before(async () => {
  world = await aNotifiedWorld();
});
after(async () => await world[Symbol.asyncDispose]());
afterEach(async () => {
  world.receiver.calls.length = 0;
  world.receiver.answer = (response) => void response.writeHead(204).end();
  await asHub(world.records, async (write) => {
    await write.deleteFrom("notifications").execute();
    await write.deleteFrom("deliveries").execute();
    await write.deleteFrom("webhooks").execute();
  });
});

function administrator() {
  return signedInAs(world.shared.people.administrator, [[world.shared.organisations.home, "administrator"]]);
}

function services() {
  const { records, clock } = world;
  return {
    webhooks: new Webhooks({ records, clock, reach: within(["127.0.0.0/8"]) }),
    deliveries: new Deliveries(records),
  };
}

async function aWebhook(change: object = {}) {
  const created = await services().webhooks.create(administrator(), {
    organisationId: world.shared.organisations.home,
    name: "SOAR",
    url: world.receiver.url,
    kinds: [...NOTIFICATION_KINDS],
    lowestLevel: "informational",
    ...change,
  });
  return { ...created, id: parseId<"webhook">(created.webhook.id) ?? assert.fail() };
}

async function deliveries() {
  return (await services().deliveries.list(administrator(), { channel: "webhook", limit: 50 })).deliveries;
}

/** The library looks at the clock of the machine, and the hub of the test at another. */
function verify({ body, headers }: ReceivedCall, secret: string): void {
  const verifier = new Verifier(secret);
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  const signature = verifier.sign(headers["webhook-id"] ?? "", at, body);
  assert.ok(headers["webhook-signature"]?.split(" ").includes(signature));
}

test("an alert is told to the receiver as one signed message, and the delivery says that it was taken", async () => {
  const { secret } = await aWebhook();
  assert.match(secret, /^whsec_/);
  const id = await world.raise({ title: "Mimikatz" });
  await world.run();
  const call = only(world.receiver.calls);
  verify(call, secret);
  const { type, data } = MESSAGE.parse(call.json);
  assert.deepEqual([type, data.level, data.subject], ["alert.raised", "high", { kind: "alert", id }]);
  assert.match(data.title ?? "", /^Mimikatz · ws7/);
  assert.equal(data.url, `https://hub.example.org/alerts/${id}`);
  const delivery = only(await deliveries());
  assert.deepEqual([delivery.state, delivery.reason], ["sent", "the receiver answered 204"]);
  assert.equal(call.headers["webhook-id"], `msg_${delivery.id}`);
});

test("only the kinds and levels that were asked for are told", async () => {
  await aWebhook({ kinds: ["case.opened"] });
  await aWebhook({ lowestLevel: "critical" });
  await world.raise({ level: "high" });
  await world.run();
  assert.deepEqual(world.receiver.calls, []);
});

test("what reaches named people alone is not told to a webhook, and of AMBER+STRICT no title", async () => {
  const { organisations, people } = world.shared;
  const owner = organisations.home;
  await aWebhook();
  await world.raise({ title: "Secret", audience: { owner, marking: "red", people: [people.administrator] } });
  await world.raise({
    title: "Strict",
    audience: { owner, marking: "amber+strict", organisations: [organisations.partner] },
  });
  await world.run();
  const call = only(world.receiver.calls);
  assert.doesNotMatch(call.body, /Secret|Strict|ws7/);
  assert.equal(MESSAGE.parse(call.json).data.title, undefined);
});

test("a receiver that fails is tried again with the same id, others wait for it untried, and a resend has that id too", async () => {
  await aWebhook();
  world.receiver.answer = (response) => void response.writeHead(503).end();
  await world.raise();
  await world.raise();
  await world.run();
  const first = only(world.receiver.calls).headers["webhook-id"];
  const states = (await deliveries()).map(({ state, attempts }) => `${state} ${attempts}`);
  assert.deepEqual(states.sort(), ["failed 1", "waiting 0"]);
  world.receiver.answer = (response) => void response.writeHead(200).end();
  world.clock.advance(2 * MINUTE_MS);
  await world.run();
  const ids = world.receiver.calls.map(({ headers }) => headers["webhook-id"]);
  assert.equal(ids.length, 3);
  assert.equal(ids.filter((id) => id === first).length, 2);
  const sent = (await deliveries()).find(({ id }) => `msg_${id}` === first);
  await services().deliveries.resend(administrator(), parseId<"delivery">(sent?.id ?? "") ?? assert.fail());
  await world.run();
  assert.equal(world.receiver.calls.at(-1)?.headers["webhook-id"], first);
});

test("a receiver that never takes it is given up after two days, and is seen so", async () => {
  await aWebhook();
  world.receiver.answer = (response) => void response.writeHead(500).end();
  await world.raise();
  for (let hour = 0; hour < 72; hour++) {
    await world.run();
    world.clock.advance(HOUR_MS);
  }
  const given = only(await deliveries());
  assert.deepEqual([given.state, given.dueAt], ["given_up", null]);
  assert.ok(given.attempts >= 6 && given.attempts <= 10, `${given.attempts}`);
  assert.equal(world.receiver.calls.length, given.attempts);
});

test("a receiver that is gone switches its webhook off, with the reason", async () => {
  await aWebhook();
  world.receiver.answer = (response) => void response.writeHead(410).end();
  await world.raise();
  await world.run();
  const [webhook] = await services().webhooks.list(administrator());
  assert.equal(webhook?.isEnabled, false);
  assert.match(webhook?.disabledReason ?? "", /410/);
  await world.raise();
  await world.run();
  assert.equal(world.receiver.calls.length, 1);
});

test("a redirect is not followed, and an answer without end is not read", async () => {
  await aWebhook();
  const { url } = world.receiver;
  world.receiver.answer = (response) => void response.writeHead(302, { location: `${url}/other` }).end();
  await world.raise();
  await world.run();
  assert.equal(world.receiver.calls.length, 1);
  assert.match(only(await deliveries()).reason ?? "", /302, a redirect/);
  world.receiver.answer = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x".repeat(65_536)), 1);
    response.on("close", () => clearInterval(timer));
  };
  world.clock.advance(2 * MINUTE_MS);
  await world.run();
  assert.equal(only(await deliveries()).state, "sent");
});

test("after a rotation both secrets sign for a day, and then the new one alone", async () => {
  const { id, secret } = await aWebhook();
  const rotated = await services().webhooks.rotate(administrator(), id);
  await world.raise();
  await world.run();
  const call = only(world.receiver.calls);
  verify(call, secret);
  verify(call, rotated.secret);
  world.clock.advance(25 * HOUR_MS);
  await world.raise();
  await world.run();
  const later = world.receiver.calls[1] ?? assert.fail();
  verify(later, rotated.secret);
  assert.throws(() => verify(later, secret));
});

test("a test tells of nothing and says how it went; a removed webhook is called no more", async () => {
  const { id, secret } = await aWebhook();
  const { webhooks } = services();
  await webhooks.test(administrator(), id);
  await world.run();
  const call = only(world.receiver.calls);
  verify(call, secret);
  assert.match(call.body, /"type":"webhook.test"/);
  assert.equal(only(await deliveries()).state, "sent");
  await webhooks.remove(administrator(), id);
  await world.raise();
  await world.run();
  assert.equal(world.receiver.calls.length, 1);
  await assert.rejects(webhooks.test(administrator(), id), { code: "webhook.not_found" });
});

test("an address inside is refused when it is written and, as networks may change, when it is called", async () => {
  const { records, clock } = world;
  const strict = new Webhooks({ records, clock, reach: within([]) });
  const wanted = {
    organisationId: world.shared.organisations.home,
    name: "x",
    kinds: ["alert.raised" as const],
    lowestLevel: "low" as const,
  };
  for (const url of [
    "http://127.0.0.1/",
    "https://169.254.169.254/latest",
    "https://[::1]/",
    "http://example.org/",
  ])
    await assert.rejects(strict.create(administrator(), { ...wanted, url }), {
      code: "webhook.refused_address",
    });
  const { id } = await aWebhook();
  await asHub(records, (write) =>
    write.updateTable("webhooks").set({ url: "https://10.0.0.1/" }).where("id", "=", id).execute(),
  );
  await world.raise();
  await world.run();
  assert.match(only(await deliveries()).reason ?? "", /no public network/);
});

test("another administrator sees who made a webhook", async () => {
  const { id } = await aWebhook();
  const { organisations, people } = world.shared;
  const other = await aPerson(world.records, { roles: [[organisations.home, "administrator"]] });
  const list = await services().webhooks.list(signedInAs(other, [[organisations.home, "administrator"]]));
  assert.deepEqual(
    list.map((webhook) => [webhook.id, webhook.createdBy]),
    [[id, people.administrator]],
  );
});

test("many deliveries of one webhook do not keep those of another waiting", async () => {
  const [busy, other] = [await aWebhook(), await aWebhook()];
  const { records, clock } = world;
  const organisationId = world.shared.organisations.home;
  const add = (write: Writer, webhookId: Id<"webhook">) =>
    insertDelivery(write, {
      id: newId<"delivery">(clock),
      organisationId,
      webhookId,
      personId: null,
      mode: "test",
      now: clock.now(),
    });
  await asHub(records, async (write) => {
    for (let count = 0; count < 5; count++) await add(write, busy.id);
    await add(write, other.id);
  });
  const due = await records.read(systemPrincipal("test"), (tx) => dueDeliveries(tx, { ofEach: 2, limit: 3 }));
  assert.deepEqual(due.map((row) => row.webhook_id === other.id).sort(), [false, false, true]);
});
