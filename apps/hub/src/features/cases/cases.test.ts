// SPDX-License-Identifier: Apache-2.0
/** Cases through HTTP, from an alert to a decision. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ALERT_EVIDENCE,
  ALERTS,
  CASE_ALERTS,
  CASE_DETAIL,
  CASE_NOTE,
  CASE_NOTE_VERSIONS,
  CASE_NOTES,
  CASE_RULE,
  CASE_RULE_PREVIEW,
  CASE_TASK,
  CASE_TASKS,
  CASES,
  type CaseDetail,
  TIMELINE,
} from "@fengsui/contract";
import { ensureAudience } from "../../platform/records/index.ts";
import { asHub } from "../../test-kit/records/index.ts";
import {
  aColleague,
  anAlertOn,
  aSignedInPerson,
  aWatchedOrganisation,
  type Browser,
  deliverEvents,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
  type WatchedOrganisation,
} from "../../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

async function aCase({ browser, id }: WatchedOrganisation, wanted: object = {}): Promise<CaseDetail["case"]> {
  const body = { organisationId: id, title: "Odd behaviour", ...wanted };
  return CASE_DETAIL.parse(await browser.json("POST", "/api/v1/cases", body)).case;
}

async function caseAt(browser: Browser, id: string) {
  return CASE_DETAIL.parse(await browser.json("GET", `/api/v1/cases/${id}`)).case;
}

async function casesOf({ browser }: Pick<WatchedOrganisation, "browser">, query = "") {
  return CASES.parse(await browser.json("GET", `/api/v1/cases${query}`)).cases;
}

async function timelineOf(browser: Browser, id: string, query = "") {
  return TIMELINE.parse(await browser.json("GET", `/api/v1/cases/${id}/timeline${query}`)).entries;
}

async function codeOf(response: Promise<Response>): Promise<string> {
  return (await problemOf(await response)).code;
}

test("a case is made of alerts, worked on, and closed with its alerts by a decision with its reason", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, personId } = organisation;
  const alert = await anAlertOn(hub, organisation, "ws1");
  const made = await aCase(organisation, { title: undefined, alertIds: [alert.id] });
  assert.deepEqual(
    [made.title, made.severity, made.state, made.reference],
    ["Whoami · ws1", "high", "open", `${new Date().getUTCFullYear()}-1`],
  );
  const path = `/api/v1/cases/${made.id}`;
  const [seen] = ALERTS.parse(await browser.json("GET", "/api/v1/alerts?hasCase=true")).alerts;
  assert.deepEqual([seen?.id, seen?.caseId], [alert.id, made.id]);
  assert.deepEqual(ALERTS.parse(await browser.json("GET", "/api/v1/alerts?hasCase=false")).alerts, []);

  const change = { state: "in_progress", assigneeId: personId, summary: "Somebody asks who they are." };
  await browser.json("PATCH", path, { ...change, version: made.version });
  const stale = browser.send("PATCH", path, { title: "x", version: made.version });
  assert.equal(await codeOf(stale), "case.changed_meanwhile");
  const decision = { verdict: "true_positive", reason: "It was the tester of Tuesday." };
  const { case: closed } = CASE_DETAIL.parse(await browser.json("POST", `${path}/decision`, decision));
  assert.deepEqual([closed.state, closed.decision?.reason], ["closed", decision.reason]);
  const evidence = ALERT_EVIDENCE.parse(await browser.json("GET", `/api/v1/alerts/${alert.id}`));
  assert.deepEqual([evidence.alert.state, evidence.alert.verdict], ["closed", "true_positive"]);
  assert.equal(await codeOf(browser.send("POST", `${path}/decision`, decision)), "case.wrong_state");

  await browser.json("POST", `${path}/reopen`, { reason: "There was no test on Tuesday." });
  assert.deepEqual(
    (await timelineOf(browser, made.id, "?by=created")).map(({ kind }) => kind),
    ["case.created", "alert.joined", "case.changed", "case.closed", "case.reopened"],
  );
});

test("what may be done with a case stands beside its marking, in whatever version both were written", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  const made = await aCase(organisation, { pap: "PAP:WHITE", sharing: { marking: "TLP：WHITE" } });
  assert.deepEqual([made.pap, made.marking], ["clear", "clear"]);
  await browser.json("PATCH", `/api/v1/cases/${made.id}`, { pap: "red" });
  assert.equal((await caseAt(browser, made.id)).pap, "red");
  const wrong = browser.send("PUT", `/api/v1/cases/${made.id}/sharing`, { marking: "TLP:ORANGE" });
  assert.match((await problemOf(await wrong)).detail ?? "", /nothing is shared/);
  assert.equal((await caseAt(browser, made.id)).marking, "clear");
  await browser.json("PUT", `/api/v1/cases/${made.id}/sharing`, {});
});

test("the timeline is in the order in which things happened, whenever they were entered, page by page", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  const alert = await anAlertOn(hub, organisation, "ws2");
  const { id } = await aCase(organisation, { alertIds: [alert.id] });
  const note = { text: "The mail with the link came in.", occurredAt: "2026-05-01T11:00:00+02:00" };
  await browser.json("POST", `/api/v1/cases/${id}/notes`, note);
  const entries = await timelineOf(browser, id);
  assert.deepEqual(
    entries.map(({ kind, occurredAt }) => [kind, occurredAt.slice(0, 13)]),
    [
      ["note.added", "2026-05-01T09"],
      ["alert.joined", "2026-05-01T10"],
      ["case.created", new Date().toISOString().slice(0, 13)],
    ],
  );
  assert.deepEqual(entries[1]?.detail["title"], "Whoami");
  const paged: string[] = [];
  let after: string | null = "";
  while (after !== null) {
    const query: string = `?limit=1&order=desc${after === "" ? "" : `&after=${after}`}`;
    const page = TIMELINE.parse(await browser.json("GET", `/api/v1/cases/${id}/timeline${query}`));
    paged.push(...page.entries.map((entry) => entry.id));
    after = page.next;
  }
  assert.deepEqual(paged, entries.map((entry) => entry.id).reverse());
  const notes = await timelineOf(browser, id, "?kind=note.added&kind=note.changed");
  assert.equal(notes.length, 1);
});

test("a note is written anew by its author alone, and what it said before stays", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  const colleague = await aColleague(hub, organisation, "analyst");
  const { id } = await aCase(organisation);
  const path = `/api/v1/cases/${id}/notes`;
  const note = CASE_NOTE.parse(await browser.json("POST", path, { text: "one" }));
  await colleague.browser.json("POST", path, { text: "other" });
  const rewrite = (by: Browser, text: string, version: number) =>
    by.send("PUT", `${path}/${note.id}`, { text, version });
  assert.equal((await rewrite(browser, "two", 1)).status, 200);
  assert.equal(await codeOf(rewrite(browser, "three", 1)), "case.changed_meanwhile");
  assert.equal(await codeOf(rewrite(colleague.browser, "mine", 2)), "access.forbidden");
  const { notes } = CASE_NOTES.parse(await browser.json("GET", path));
  assert.deepEqual(
    notes.map(({ text, version }) => [text, version]),
    [
      ["two", 2],
      ["other", 1],
    ],
  );
  const versions = CASE_NOTE_VERSIONS.parse(await browser.json("GET", `${path}/${note.id}/versions`));
  assert.deepEqual(
    versions.versions.map(({ text }) => text),
    ["two", "one"],
  );
});

test("tasks are given to people of the organisation, listed by when they are due, and done", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, personId } = organisation;
  const stranger = await aWatchedOrganisation(hub);
  const { id } = await aCase(organisation);
  const path = `/api/v1/cases/${id}/tasks`;
  const add = async (task: object) => CASE_TASK.parse(await browser.json("POST", path, task));
  await add({ title: "whenever" });
  const late = await add({ title: "late", dueAt: "2026-06-02T08:00:00+08:00", assigneeId: personId });
  await add({ title: "soon", dueAt: "2026-06-01T08:00:00+08:00" });
  const foreign = browser.send("POST", path, { title: "x", assigneeId: stranger.personId });
  assert.equal(await codeOf(foreign), "http.invalid");
  const titles = async (query: string) =>
    CASE_TASKS.parse(await browser.json("GET", query)).tasks.map(({ title }) => title);
  assert.deepEqual(await titles(path), ["soon", "late", "whenever"]);
  const done = CASE_TASK.parse(await browser.json("PATCH", `${path}/${late.id}`, { isDone: true }));
  assert.equal(done.doneBy, personId);
  assert.deepEqual(await titles("/api/v1/tasks?isDone=false&dueBefore=2026-07-01T00:00:00Z"), ["soon"]);
  assert.deepEqual((await caseAt(browser, id)).figures, { alerts: 0, openTasks: 2, tasks: 3, notes: 0 });
});

test("an alert is in one case at a time, and can be taken out of it", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  const alert = await anAlertOn(hub, organisation, "ws3");
  const first = await aCase(organisation, { alertIds: [alert.id] });
  const second = await aCase(organisation);
  const join = () => browser.send("POST", `/api/v1/cases/${second.id}/alerts`, { alertIds: [alert.id] });
  assert.equal(await codeOf(join()), "case.alert_taken");
  const out = await browser.send("DELETE", `/api/v1/cases/${first.id}/alerts/${alert.id}`);
  assert.equal(out.status, 200);
  assert.equal((await join()).status, 200);
  assert.equal((await caseAt(browser, second.id)).figures.alerts, 1);
  assert.equal(
    await codeOf(browser.send("POST", "/api/v1/cases", { organisationId: organisation.id })),
    "http.invalid",
  );
});

test("a merged case is shown in the other, is closed with it, and comes apart as it was", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  const one = await aCase(organisation, { alertIds: [(await anAlertOn(hub, organisation, "ws4")).id] });
  const other = await aCase(organisation, { alertIds: [(await anAlertOn(hub, organisation, "ws5")).id] });
  const reason = "One attacker.";
  const merge = (id: string, intoId: string) =>
    browser.send("POST", `/api/v1/cases/${id}/merge`, { intoId, reason });
  assert.equal((await merge(one.id, other.id)).status, 200);
  assert.equal(await codeOf(merge(other.id, one.id)), "case.merged");
  assert.equal((await caseAt(browser, one.id)).mergedIntoId, other.id);
  assert.equal((await caseAt(browser, other.id)).figures.alerts, 2);
  assert.deepEqual(
    (await casesOf(organisation)).map(({ id }) => id),
    [other.id],
  );
  const { alerts } = CASE_ALERTS.parse(await browser.json("GET", `/api/v1/cases/${other.id}/alerts`));
  assert.deepEqual(alerts.map(({ alert, caseId }) => [alert.entity, caseId]).sort(), [
    ["ws4", one.id],
    ["ws5", other.id],
  ]);
  assert.equal((await timelineOf(browser, other.id)).filter(({ kind }) => kind === "alert.joined").length, 2);
  assert.equal(await codeOf(browser.send("PATCH", `/api/v1/cases/${one.id}`, { title: "x" })), "case.merged");

  await browser.json("POST", `/api/v1/cases/${one.id}/unmerge`, { reason: "Two attackers." });
  assert.deepEqual(
    [(await caseAt(browser, one.id)).figures.alerts, (await caseAt(browser, other.id)).figures.alerts],
    [1, 1],
  );
  await merge(one.id, other.id);
  const decision = { verdict: "benign", reason: "An exercise." };
  await browser.json("POST", `/api/v1/cases/${other.id}/decision`, decision);
  const open = ALERTS.parse(await browser.json("GET", "/api/v1/alerts?state=open")).alerts;
  assert.deepEqual(open, []);
});

test("a case is split: what is named moves into a new case, and both say so", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser } = organisation;
  const alerts = [await anAlertOn(hub, organisation, "ws6"), await anAlertOn(hub, organisation, "ws7")];
  const { id } = await aCase(organisation, { alertIds: alerts.map((alert) => alert.id) });
  const task = CASE_TASK.parse(await browser.json("POST", `/api/v1/cases/${id}/tasks`, { title: "ask ws7" }));
  const wanted = {
    title: "On ws7",
    reason: "Another matter.",
    alertIds: [alerts[1]?.id],
    taskIds: [task.id],
  };
  const { case: made } = CASE_DETAIL.parse(await browser.json("POST", `/api/v1/cases/${id}/split`, wanted));
  assert.deepEqual([made.figures.alerts, made.figures.tasks, made.severity], [1, 1, "high"]);
  assert.deepEqual([(await caseAt(browser, id)).figures.alerts], [1]);
  for (const each of [id, made.id])
    assert.ok((await timelineOf(browser, each)).some(({ kind }) => kind === "case.split"));
  const again = browser.send("POST", `/api/v1/cases/${id}/split`, wanted);
  assert.equal(await codeOf(again), "case.part_not_found");
});

test("a case rule makes a case of the alerts of a host, and leaves alone what does not fit", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, id: organisationId, ruleId } = organisation;
  const rule = CASE_RULE.parse(
    await browser.json("POST", "/api/v1/case-rules", {
      organisationId,
      name: "Workstations",
      ruleIds: [ruleId],
      lowestLevel: "medium",
      entities: ["ws*"],
    }),
  );
  const { stream } = await LiveStream.open(browser);
  using _stream = stream;
  const at = (time: string) => new Date(`2026-05-01T${time}Z`);
  await deliverEvents(hub, organisation, [
    { host: "ws8", time: at("10:01:00") },
    { host: "ws8", time: at("12:01:00") },
    { host: "dc8", time: at("10:02:00") },
  ]);
  const trial = { organisationId, entities: ["DC*"], groupHours: 1 };
  const preview = CASE_RULE_PREVIEW.parse(await browser.json("POST", "/api/v1/case-rules/preview", trial));
  assert.deepEqual(
    [preview.alerts, preview.cases, preview.examples.map(({ entity }) => entity)],
    [1, 1, ["dc8"]],
  );
  let made = await casesOf(organisation, `?caseRuleId=${rule.id}`);
  while (made[0]?.figures.alerts !== 2) {
    await stream.nextOf("case.changed");
    made = await casesOf(organisation, `?caseRuleId=${rule.id}`);
  }
  assert.deepEqual(
    made.map(({ title, entity, createdBy, severity }) => [title, entity, createdBy, severity]),
    [["Whoami · ws8", "ws8", null, "high"]],
  );
  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts?hasCase=false"));
  assert.deepEqual(
    alerts.map(({ entity }) => entity),
    ["dc8"],
  );
  // Two days later is another matter.
  await deliverEvents(hub, organisation, [{ host: "ws8", time: new Date("2026-05-03T13:00:00Z") }]);
  while ((await casesOf(organisation, `?caseRuleId=${rule.id}`)).length < 2)
    await stream.nextOf("case.changed");
  await browser.json("PATCH", `/api/v1/case-rules/${rule.id}`, { isEnabled: false });
});

test("another organisation sees of a case what is shared with it, without its number, and cannot change it", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const partner = await aWatchedOrganisation(hub);
  const { id } = await aCase(organisation);
  await organisation.browser.json("POST", `/api/v1/cases/${id}/notes`, { text: "seen" });
  const see = () => partner.browser.send("GET", `/api/v1/cases/${id}`);
  assert.equal(await codeOf(see()), "case.not_found");
  assert.equal(await codeOf(partner.browser.send("GET", `/api/v1/cases/${id}/timeline`)), "case.not_found");
  const sharing = { marking: "amber+strict", organisationIds: [partner.id] };
  const shared = await organisation.browser.json("PUT", `/api/v1/cases/${id}/sharing`, sharing);
  assert.deepEqual(CASE_DETAIL.parse(shared).sharedWith?.organisationIds, [partner.id]);
  const seen = CASE_DETAIL.parse(await (await see()).json());
  assert.deepEqual(
    [seen.case.marking, seen.case.reference, seen.sharedWith, seen.case.figures.notes],
    ["amber+strict", null, null, 1],
  );
  const meddle = partner.browser.send("POST", `/api/v1/cases/${id}/notes`, { text: "mine" });
  assert.equal(await codeOf(meddle), "access.forbidden");
  await organisation.browser.json("PUT", `/api/v1/cases/${id}/sharing`, {});
  assert.equal(await codeOf(see()), "case.not_found");
});

test("a RED case is for those whom it names, its maker among them", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const colleague = await aColleague(hub, organisation, "administrator");
  const { id } = await aCase(organisation);
  const share = (personIds: string[]) =>
    organisation.browser.send("PUT", `/api/v1/cases/${id}/sharing`, { marking: "red", personIds });
  assert.equal(await codeOf(share([colleague.id])), "http.invalid");
  assert.equal((await share([organisation.personId])).status, 200);
  assert.equal(await codeOf(colleague.browser.send("GET", `/api/v1/cases/${id}`)), "case.not_found");
  await caseAt(organisation.browser, id);
});

test("a case is not named after an alert that not everybody may see who sees the case", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const alerts = [await anAlertOn(hub, organisation, "ws11"), await anAlertOn(hub, organisation, "ws12")];
  const [secret, open] = alerts;
  await asHub(hub.records, async (write) => {
    const red = { owner: organisation.id, marking: "red", people: [organisation.personId] } as const;
    const audience_id = await ensureAudience(write, red);
    await write
      .updateTable("alerts")
      .set({ audience_id, level: "critical" })
      .where("entity", "=", "ws11")
      .execute();
  });
  const wanted = (alertIds: readonly unknown[]) => ({ organisationId: organisation.id, alertIds });
  const { browser } = organisation;
  const unnamed = await problemOf(await browser.send("POST", "/api/v1/cases", wanted([secret?.id])));
  assert.equal(unnamed.code, "case.title_needed");
  const both = CASE_DETAIL.parse(
    await browser.json("POST", "/api/v1/cases", wanted([secret?.id, open?.id])),
  ).case;
  assert.deepEqual([both.title, both.severity, both.figures.alerts], ["Whoami · ws12", "high", 2]);
});

test("cases are found by state, severity, assignee, title and number, page by page", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { browser, personId } = organisation;
  await aCase(organisation, { title: "Ransom note", severity: "critical" });
  await aCase(organisation, { title: "Odd login", severity: "low", assigneeId: personId });
  await aCase(organisation, { title: "Port scan", severity: "low" });
  const titles = async (query: string) =>
    (await casesOf(organisation, query)).map(({ title }) => title).sort();
  assert.deepEqual(await titles("?severity=low"), ["Odd login", "Port scan"]);
  assert.deepEqual(await titles("?severity=critical&severity=low&isUnassigned=true"), [
    "Port scan",
    "Ransom note",
  ]);
  assert.deepEqual(await titles(`?assigneeId=${personId}&state=open`), ["Odd login"]);
  assert.deepEqual(await titles("?text=RANSOM"), ["Ransom note"]);
  assert.deepEqual(await titles("?createdBefore=2026-05-01T00:00:00Z"), []);
  assert.deepEqual(await titles(`?text=${new Date().getUTCFullYear()}-3`), ["Port scan"]);
  const seen: string[] = [];
  let after: string | null = "";
  while (after !== null) {
    const query: string = `?limit=2${after === "" ? "" : `&after=${after}`}`;
    const page = CASES.parse(await browser.json("GET", `/api/v1/cases${query}`));
    seen.push(...page.cases.map(({ title }) => title));
    after = page.next;
  }
  assert.deepEqual(seen, ["Port scan", "Odd login", "Ransom note"]);
});

test("a viewer reads cases and changes none", async () => {
  const organisation = await aWatchedOrganisation(hub);
  const { id } = await aCase(organisation);
  const viewer = await aSignedInPerson(hub, { roles: [[organisation.id, "viewer"]] });
  await caseAt(viewer.browser, id);
  for (const [method, path, body] of [
    ["POST", "/notes", { text: "x" }],
    ["POST", "/tasks", { title: "x" }],
    ["POST", "/decision", { verdict: "benign", reason: "x" }],
    ["PATCH", "", { title: "x" }],
  ] as const)
    assert.equal(
      await codeOf(viewer.browser.send(method, `/api/v1/cases/${id}${path}`, body)),
      "access.forbidden",
    );
});
