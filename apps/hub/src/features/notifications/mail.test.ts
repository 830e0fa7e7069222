// SPDX-License-Identifier: Apache-2.0
/** Who gets which mail, when, and what it says; through a real mail server and real policies, with a clock of the test. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { NotificationPreferences } from "@fengsui/contract";
import { parseId } from "../../platform/ids.ts";
import type { PersonId } from "../../platform/records/index.ts";
import { announce, ensureAudience } from "../../platform/records/index.ts";
import { aNotifiedWorld, type NotifiedWorld, only, signedInAs } from "../../test-kit/mail/index.ts";
import { asHub } from "../../test-kit/records/index.ts";
import { Deliveries } from "./deliveries/service.ts";
import { Inbox } from "./inbox/service.ts";
import { defaultPreferences } from "./preferences/defaults.ts";
import { Preferences } from "./preferences/service.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let world: NotifiedWorld;

before(async () => {
  world = await aNotifiedWorld();
});
after(async () => await world[Symbol.asyncDispose]());
afterEach(async () => {
  world.post.mails.length = 0;
  world.post.refusal = undefined;
  // Past the five minutes in which mails are gathered, and what is still open.
  await asHub(world.records, async (write) => {
    await write.deleteFrom("notifications").execute();
    await write.deleteFrom("deliveries").execute();
    await write.deleteFrom("notification_preferences").execute();
  });
  world.clock.advance(HOUR_MS);
});

type Who = "viewer" | "analyst" | "responder" | "manager" | "administrator";

function session(who: Who) {
  return signedInAs(world.shared.people[who], [[world.shared.organisations.home, who]]);
}

async function choose(who: Who, change: Partial<NotificationPreferences>): Promise<void> {
  const preferences = new Preferences({ ...world, hasMail: true });
  const base = { ...defaultPreferences(who), timeZone: "UTC" };
  await preferences.set(session(who), world.shared.organisations.home, { ...base, ...change });
}

function mailsTo(personId: PersonId) {
  return world.post.mails.filter(({ to }) => to.includes(`${personId}@example.org`));
}

async function deliveriesOf(who: Who) {
  return (await new Deliveries(world.records).list(session(who), { limit: 50 })).deliveries;
}

async function inboxOf(who: Who) {
  return await new Inbox(world.records).list(session(who), { limit: 50 });
}

test("a high alert is mailed to the analysts in their language, with one link; others find it in the console, and strangers nowhere", async () => {
  const { people } = world.shared;
  await asHub(world.records, (write) =>
    write.updateTable("people").set({ language: "en" }).where("id", "=", people.analyst).execute(),
  );
  const id = await world.raise({ title: "Mimikatz <b>", level: "high" });
  await world.raise({ title: "Port scan", level: "medium" });
  await world.run();
  const mail = only(mailsTo(people.analyst));
  assert.match(mail.header("Subject") ?? "", /^\[Fengsui\] Alert \(high\) · org /);
  assert.ok(mail.text.includes("Mimikatz <b> · ws7"), mail.text);
  assert.ok(mail.html.includes("Mimikatz &lt;b&gt; · ws7"), mail.html);
  assert.ok(mail.text.includes(`https://hub.example.org/alerts/${id}`));
  assert.equal(mail.header("Auto-Submitted"), "auto-generated");
  assert.match(mail.header("List-Unsubscribe") ?? "", /^<https:\/\/hub\.example\.org\/notifications/);
  const chinese = only(mailsTo(people.manager));
  assert.match(chinese.header("Subject") ?? "", /告警（?\s?\(?高/);
  assert.ok(chinese.text.includes("打开查看"));
  assert.deepEqual(mailsTo(people.viewer), []);
  const { notifications, unread } = await inboxOf("viewer");
  assert.equal(unread, 1);
  assert.match(only(notifications).title, /^Mimikatz <b> · ws7/);
  for (const stranger of ["partner", "fellow", "stranger", "named", "disabled"] as const)
    assert.deepEqual(mailsTo(people[stranger]), [], stranger);
});

test("of what is marked AMBER+STRICT or RED a mail says only that something awaits, and RED only those it names", async () => {
  const { organisations, people } = world.shared;
  const owner = organisations.home;
  await world.raise({
    title: "Grid breach",
    audience: { owner, marking: "amber+strict", organisations: [organisations.partner] },
  });
  await world.run();
  const strict = only(mailsTo(people.analyst));
  await asHub(world.records, (write) => write.deleteFrom("deliveries").execute());
  world.post.mails.length = 0;
  await world.raise({ title: "Grid breach", audience: { owner, marking: "red", people: [people.analyst] } });
  await world.run();
  const red = only(world.post.mails);
  assert.deepEqual(red.to, [`${people.analyst}@example.org`]);
  for (const mail of [strict, red]) {
    assert.doesNotMatch(
      mail.raw + mail.text + mail.html + mail.header("Subject"),
      /Grid|breach|ws7|Alert|high/,
    );
    assert.match(mail.header("Subject") ?? "", /Something awaits you/);
  }
});

test("in quiet hours what is urgent comes and the rest waits, shown as held, and comes after them in one mail", async () => {
  const { analyst } = world.shared.people;
  const hour = world.clock.now().getUTCHours();
  await choose("analyst", { quietHours: { from: hour * 60, to: ((hour + 2) % 24) * 60 } });
  await world.raise({ title: "First" });
  await world.raise({ title: "Second" });
  await world.raise({ title: "Worst", level: "critical" });
  await world.run();
  assert.match(only(mailsTo(analyst)).text, /Worst/);
  const held = (await deliveriesOf("analyst")).filter(({ state }) => state === "held");
  assert.deepEqual(only(held).count, 2);
  world.clock.advance(HOUR_MS);
  await world.run();
  assert.equal(mailsTo(analyst).length, 1);
  world.clock.advance(HOUR_MS);
  await world.run();
  const [, later, ...others] = mailsTo(analyst);
  assert.match(later?.text ?? "", /First[\s\S]*Second/);
  assert.match(later?.text ?? "", /quiet hours/);
  assert.deepEqual(others, []);
});

test("what a person may read no more when it is sent is withheld, and the inbox shows it no more either", async () => {
  const { organisations, people } = world.shared;
  const hour = world.clock.now().getUTCHours();
  await choose("analyst", { quietHours: { from: hour * 60, to: ((hour + 1) % 24) * 60 } });
  const id = await world.raise();
  await world.run();
  assert.equal((await inboxOf("analyst")).notifications.length, 1);
  await asHub(world.records, async (write) => {
    const audience_id = await ensureAudience(write, {
      owner: organisations.home,
      marking: "red",
      people: [people.named],
    });
    await write.updateTable("alerts").set({ audience_id }).where("id", "=", id).execute();
  });
  world.clock.advance(HOUR_MS);
  await world.run();
  assert.deepEqual(mailsTo(people.analyst), []);
  assert.equal(only(await deliveriesOf("analyst")).state, "withheld");
  assert.deepEqual((await inboxOf("analyst")).notifications, []);
});

test("a daily digest comes once at its time with all of the day, the worst first", async () => {
  const { analyst } = world.shared.people;
  const at = world.clock.now();
  const due = (at.getUTCHours() * 60 + at.getUTCMinutes() + 90) % 1440;
  const { choices } = defaultPreferences("analyst");
  const daily = { channel: "daily", lowestLevel: "low" } as const;
  await choose("analyst", { choices: { ...choices, "alert.raised": daily }, dailyAt: due });
  await world.raise({ title: "Small", level: "low" });
  await world.run();
  world.clock.advance(80 * MINUTE_MS);
  await world.raise({ title: "Large", level: "critical" });
  await world.run();
  assert.deepEqual(mailsTo(analyst), []);
  world.clock.advance(11 * MINUTE_MS);
  await world.run();
  await world.run();
  assert.match(only(mailsTo(analyst)).text, /digest[\s\S]*Large[\s\S]*Small/);
});

test("a storm of alerts is one mail at once and one more five minutes later, with all that came meanwhile", async () => {
  const { analyst } = world.shared.people;
  for (let number = 0; number < 12; number++) await world.raise({ title: `A${number}` });
  await world.run();
  assert.equal(mailsTo(analyst).length, 1);
  for (let number = 0; number < 12; number++) {
    await world.raise({ title: `B${number}` });
    await world.run();
  }
  assert.equal(mailsTo(analyst).length, 1);
  world.clock.advance(6 * MINUTE_MS);
  await world.run();
  const [first, second, ...others] = mailsTo(analyst);
  assert.match(first?.header("Subject") ?? "", /12 notifications/);
  assert.match(second?.header("Subject") ?? "", /12 notifications/);
  assert.deepEqual(others, []);
});

test("a mail that the server does not take is tried again, with its reason, and is the same mail when it comes", async () => {
  const { analyst } = world.shared.people;
  await choose("manager", { choices: off("manager") });
  await choose("administrator", { choices: off("administrator") });
  await choose("responder", { choices: off("responder") });
  world.post.refusal = { code: 451, message: "greylisted" };
  await world.raise();
  await world.run();
  const failed = only(await deliveriesOf("analyst"));
  assert.deepEqual([failed.state, failed.attempts], ["failed", 1]);
  assert.match(failed.reason ?? "", /does not take it now: .*greylisted/);
  await world.run();
  assert.equal(only(await deliveriesOf("analyst")).attempts, 1);
  world.post.refusal = undefined;
  world.clock.advance(2 * MINUTE_MS);
  await world.run();
  const sent = only(await deliveriesOf("analyst"));
  assert.deepEqual([sent.state, sent.attempts], ["sent", 2]);
  assert.equal(only(mailsTo(analyst)).header("Message-ID"), `<${sent.id}@hub.example.org>`);
});

test("a mail that is refused for good is given up, and sent again when its person asks", async () => {
  const { analyst } = world.shared.people;
  for (const who of ["manager", "administrator", "responder"] as const)
    await choose(who, { choices: off(who) });
  world.post.refusal = { code: 550, message: "no such user" };
  await world.raise();
  await world.run();
  const given = only(await deliveriesOf("analyst"));
  assert.deepEqual([given.state, given.dueAt], ["given_up", null]);
  assert.match(given.reason ?? "", /refuses it: .*no such user/);
  world.clock.advance(100 * HOUR_MS);
  world.post.refusal = undefined;
  await world.run();
  assert.deepEqual(mailsTo(analyst), []);
  const deliveries = new Deliveries(world.records);
  const id = parseId<"delivery">(given.id) ?? assert.fail();
  await assert.rejects(deliveries.resend(session("viewer"), id), { code: "delivery.not_found" });
  await deliveries.resend(session("analyst"), id);
  await assert.rejects(deliveries.resend(session("analyst"), id), { code: "delivery.under_way" });
  await world.run();
  assert.equal(only(mailsTo(analyst)).header("Message-ID"), `<${given.id}@hub.example.org>`);
  const { attempts } = await deliveries.get(session("analyst"), id);
  assert.deepEqual(
    attempts.map(({ outcome }) => outcome),
    ["failed", "sent"],
  );
});

test("who does something is not told of it, and who is given something is", async () => {
  const { people } = world.shared;
  const id = await world.raise({ level: "low" });
  const assigned = (assigneeId: PersonId, by: PersonId) =>
    asHub(world.records, (write) =>
      announce(write, { topic: "alert.assigned", payload: { alertId: id, assigneeId, by } }),
    );
  await assigned(people.analyst, people.analyst);
  await assigned(people.viewer, people.analyst);
  await world.run();
  assert.deepEqual(
    world.post.mails.map(({ to }) => to[0]),
    [`${people.viewer}@example.org`],
  );
});

test("a mail to oneself says that mail works", async () => {
  const preferences = new Preferences({ ...world, hasMail: true });
  await preferences.test(session("viewer"), world.shared.organisations.home);
  await world.run();
  const mail = only(mailsTo(world.shared.people.viewer));
  assert.match(mail.header("Subject") ?? "", /邮件可以送达/);
  await assert.rejects(
    new Preferences({ ...world, hasMail: false }).test(session("viewer"), world.shared.organisations.home),
    { code: "mail.not_set_up" },
  );
});

function off(who: Who): NotificationPreferences["choices"] {
  const { choices } = defaultPreferences(who);
  return { ...choices, "alert.raised": { channel: "off", lowestLevel: "low" } };
}
