// SPDX-License-Identifier: Apache-2.0
/**
 * Between a centre and its member at the console, on the real hub: an order from a case to its proof, and what the one
 * publishes on behalf of the other.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, whyNoBrowser } from "@fengsui/console";
import { ORDER_DETAIL, ORGANISATION, RULES, SESSION } from "@fengsui/contract";
import { Operator } from "../trust/test-kit/operator.ts";
import { ConsoleHub } from "./test-kit/console-hub.ts";
import { WHOAMI_RULE } from "./test-kit/sample-logs.ts";

const SKIP = whyNoBrowser() ?? false;
const MEMBER = "chen@grid.example";
const VIEWER = "wu@grid.example";
const NEXT_YEAR = new Date().getUTCFullYear() + 1;

let hub: ConsoleHub;

before(async () => {
  if (SKIP !== false) return;
  hub = await ConsoleHub.start();
  const { operator } = hub;
  const made = await operator.json("POST", "/api/v1/organisations", { name: "North Grid" });
  const { id } = ORGANISATION.parse(made);
  await operator.addPerson(id, { email: MEMBER, name: "Chen Jing", role: "administrator" });
  const { person } = SESSION.parse(await operator.json("GET", "/api/v1/session"));
  const hubRoles = ["coordinator", "operator"];
  await operator.send("PUT", `/api/v1/hub-roles/${person.id}`, { hubRoles });
  const claimant = await Operator.signIn(hub.origin, MEMBER);
  for (const claim of [
    { kind: "network", value: "192.0.2.0/24" },
    { kind: "domain", value: "grid.example" },
  ])
    await claimant.json("POST", `/api/v1/organisations/${id}/claims`, claim);
  const wanted = { organisationId: operator.organisationId, title: "A host that talks to strangers" };
  await operator.json("POST", "/api/v1/cases", wanted);
});
after(async () => {
  if (SKIP === false) await hub[Symbol.asyncDispose]();
});

test("a case orders a measure; it is acknowledged, extended, answered with evidence, and closed by its proof", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/cases");
  await page.getByRole("button", { name: /strangers/ }).click();
  const parts = page.getByRole("group", { name: "Parts of the case" });
  await parts.getByRole("button", { name: "Orders" }).click();
  await page.getByRole("link", { name: "Issue an order…" }).click();
  const dialog = page.getByRole("dialog", { name: "New order" });
  await dialog.getByLabel("Ordered from").click();
  await page.locator(".ant-select-item-option", { hasText: "North Grid" }).click();
  await dialog.getByLabel("Title").fill("Rebuild ws1");
  await dialog.getByLabel("Measure").fill("Install ws1 anew.");
  await dialog.getByLabel("Why").fill("It answers to somebody else.");
  await dialog.getByLabel("Deadline").fill(`${NEXT_YEAR}-12-01`);
  await picture(page, "order-new");
  await dialog.getByRole("button", { name: "Issue the order" }).click();
  const panel = page.getByRole("complementary", { name: "Order" });
  await panel.getByRole("heading", { name: "Waits to be acknowledged" }).waitFor();
  await panel.getByRole("link", { name: /strangers/ }).waitFor();
  await picture(page, "order-issued");

  const member = await hub.openAs(MEMBER, "/orders", { size: "phone", locale: "zh-CN", shade: "dark" });
  const theirs = member.page;
  await theirs.getByText("请签收").waitFor();
  await picture(theirs, "orders-zh-phone-dark");
  await theirs.getByRole("button", { name: /Rebuild ws1/ }).click();
  await theirs.getByRole("heading", { name: "请签收" }).waitFor();
  await picture(theirs, "order-zh-phone-dark");
  await theirs.getByRole("button", { name: "签收", exact: true }).click();
  await theirs.getByRole("dialog", { name: "签收" }).getByRole("button", { name: "签收" }).click();
  await theirs.getByRole("heading", { name: "请整改并附证明答复" }).waitFor();
  await theirs.getByRole("button", { name: "申请延期" }).click();
  const asking = theirs.getByRole("dialog", { name: "申请延期" });
  await asking.getByLabel("延期至").fill(`${NEXT_YEAR}-12-24`);
  await asking.getByLabel("理由").fill("备件未到。");
  await asking.getByRole("button", { name: "申请延期" }).click();
  await theirs.getByText("申请延期：已申请延期，尚待决定。").waitFor();

  await panel.getByRole("button", { name: "Decide about more time" }).click();
  const deciding = page.getByRole("dialog", { name: "Decide about more time" });
  await deciding.getByText("备件未到。").waitFor();
  await deciding.getByLabel("Reason").fill("The part is on its way.");
  await deciding.getByRole("button", { name: "Grant" }).last().click();
  await panel.getByText(`Granted until`).waitFor();

  await theirs.getByRole("button", { name: "答复", exact: true }).click();
  const answering = theirs.getByRole("dialog", { name: "答复" });
  await answering.getByLabel("已采取的措施").fill("已重装 ws1。");
  await answering.getByText("请添加文件").waitFor();
  const buffer = Buffer.from("photo of a new machine");
  await answering
    .getByLabel("要添加为证据的文件")
    .setInputFiles([{ name: "ws1.png", mimeType: "image/png", buffer }]);
  await answering.getByRole("checkbox", { name: "ws1.png" }).waitFor();
  await picture(theirs, "order-answer-zh-phone-dark");
  await answering.getByRole("button", { name: "提交答复" }).click();
  await theirs.getByRole("heading", { name: "等待审核" }).waitFor();

  await panel.getByRole("heading", { name: "Review the answer" }).waitFor();
  await panel.getByText("submitted, not reviewed yet").waitFor();
  await panel.getByText("the order names no condition that the hub could look for").waitFor();
  await picture(page, "order-answered");
  await panel.getByRole("button", { name: "Accept: close by this proof" }).click();
  const accepting = page.getByRole("dialog", { name: "Accept: close by this proof" });
  await accepting.getByLabel("Reason").fill("The serial number on the photo is that of the new machine.");
  await accepting.getByRole("button", { name: "Accept: close by this proof" }).click();
  await panel.getByRole("heading", { name: "Closed by the review of a second person" }).waitFor();
  await picture(page, "order-closed");
  await theirs.getByRole("heading", { name: "无：已有证明" }).waitFor();
  assert.deepEqual([complaints, member.complaints], [[], []]);
});

test("who answered an order of the own organisation reads why a second person has to review it", {
  skip: SKIP,
}, async () => {
  const { operator } = hub;
  const { organisationId } = operator;
  const order = await operator.json("POST", "/api/v1/orders", {
    organisationId,
    orderedId: organisationId,
    title: "Change the key",
    measure: "Change it.",
    reason: "It leaked.",
    deadline: { date: `${NEXT_YEAR}-01-15` },
    timeZone: "Asia/Shanghai",
  });
  assert.ok(order);
  const { page, complaints } = await hub.open("/orders?side=received&text=key");
  await page.getByText("1 shown", { exact: true }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Order" });
  const buffer = Buffer.from("log of the change");
  await panel
    .getByLabel("Files to add as evidence")
    .setInputFiles([{ name: "change.log", mimeType: "text/plain", buffer }]);
  await panel.getByText("in no answer yet").waitFor();
  await panel.getByRole("button", { name: "Answer", exact: true }).click();
  const answering = page.getByRole("dialog", { name: "Answer" });
  await answering.getByLabel("What was done").fill("Changed.");
  await answering.getByRole("checkbox", { name: "change.log" }).waitFor();
  await answering.getByRole("button", { name: "Send the answer" }).click();
  await panel
    .getByText("Accept: close by this proof: you answered or brought evidence for it.", { exact: false })
    .waitFor();
  assert.equal(await panel.getByRole("button", { name: "Accept: close by this proof" }).count(), 0);
  await picture(page, "order-own-work");

  await operator.addPerson(organisationId, { email: VIEWER, name: "Wu Di", role: "viewer" });
  const viewer = await hub.openAs(VIEWER, "/orders?side=issued&text=key");
  await viewer.page.getByRole("button", { name: /Change the key/ }).click();
  await viewer.page
    .getByText("needs the role responder in the organisation whose act it is")
    .first()
    .waitFor();
  assert.deepEqual([complaints, viewer.complaints], [[], []]);
});

test("a check says what it found and what it covered", { skip: SKIP }, async () => {
  const { operator } = hub;
  const { organisationId } = operator;
  await operator.addRule(WHOAMI_RULE);
  const { rules } = RULES.parse(await operator.json("GET", "/api/v1/rules?text=whoami"));
  const [rule = assert.fail("no rule is called so")] = rules.filter(({ title }) => title === "Whoami");
  await operator.json("PATCH", `/api/v1/rules/${rule.id}`, { isEnabled: false });
  const order = await operator.json("POST", "/api/v1/orders", {
    organisationId,
    orderedId: organisationId,
    title: "Silence ws9",
    measure: "Remove the program.",
    reason: "It asks who it is.",
    deadline: { date: `${NEXT_YEAR}-01-15` },
    timeZone: "Asia/Shanghai",
    condition: { ruleKeys: [rule.key], hosts: ["ws9"] },
  });
  const { id } = ORDER_DETAIL.parse(order).order;
  await operator.json("POST", `/api/v1/orders/${id}/answers`, { measure: "Removed." });
  const { page, complaints } = await hub.open(`/orders/${id}`);
  const panel = page.getByRole("complementary", { name: "Order" });
  await panel.getByRole("button", { name: "Have the hub check" }).click();
  const asking = page.getByRole("dialog", { name: "Have the hub check" });
  await asking.getByRole("button", { name: "Have the hub check" }).click();
  const checks = panel.getByRole("region", { name: "Checks" });
  await checks.getByText("Inconclusive").waitFor();
  await checks.getByText("No source told of this host.").waitFor();
  await checks.getByText("rules that were off: 1").waitFor();
  await picture(page, "order-check");
  assert.deepEqual(complaints, []);
});

test("a member has something published for it: drafted, consented to with its words in it, published, counted, recalled", {
  skip: SKIP,
}, async () => {
  const member = await hub.openAs(MEMBER, "/publications");
  const theirs = member.page;
  await theirs.getByText("There is no publication here yet.", { exact: false }).waitFor();
  await theirs.getByRole("button", { name: "Have something published for us…" }).click();
  const asking = theirs.getByRole("dialog");
  await asking.getByRole("combobox", { name: "Organisation that publishes it" }).click();
  await theirs.locator(".ant-select-item-option", { hasText: "City Hospital" }).click();
  await asking.getByLabel("What is to be told").fill("Warn the others, without us.");
  await picture(theirs, "publication-ask");
  await asking.getByRole("button", { name: "Ask", exact: true }).click();
  await theirs.getByText("asked", { exact: false }).first().waitFor();

  const { page, complaints } = await hub.open("/publications");
  await page.getByRole("button", { name: "Take it on" }).click();
  await page.getByRole("button", { name: "Draft it" }).click();
  const drafting = page.getByRole("dialog");
  await drafting.getByLabel("Title").fill("Phishing against payrolls");
  await drafting
    .getByLabel("Text", { exact: true })
    .fill("From 192[.]0[.]2[.]7 by way of mail.grid.example.");
  await drafting.getByLabel("ATT&CK techniques").fill("T1566.002");
  await drafting.getByLabel("Observables").fill("domain-name payslip.example");
  await drafting.getByRole("combobox", { name: "Marking" }).click();
  await page.locator(".ant-select-item-option", { hasText: "TLP:GREEN" }).click();
  await picture(page, "publication-form");
  await drafting.getByRole("button", { name: "Save draft" }).click();
  await page.getByRole("button", { name: "Ask for consent" }).click();
  await page.getByText("waits for consent", { exact: false }).waitFor();

  await theirs.reload();
  await theirs.getByRole("button", { name: "Read and consent…" }).click();
  const consenting = theirs.getByRole("dialog");
  const boxes = consenting.getByRole("checkbox");
  await consenting.getByText("Leave “grid.example” in it", { exact: false }).waitFor();
  const consent = consenting.getByRole("button", { name: "Consent to this version" });
  assert.deepEqual([await boxes.count(), await consent.isDisabled()], [2, true]);
  await picture(theirs, "publication-consent");
  for (const box of await boxes.all()) await box.check();
  await consent.click();
  await theirs.getByText("consented", { exact: false }).first().waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Publication", exact: true }).click();
  await page.getByRole("button", { name: "Publish…" }).click();
  const publishing = page.getByRole("dialog");
  await publishing.getByText("North Grid", { exact: false }).first().waitFor();
  await picture(page, "publication-publish");
  await publishing.getByRole("button", { name: /^Share with/ }).click();
  await page.getByRole("button", { name: "Recall…" }).waitFor();
  await picture(page, "publication");

  await theirs.goto(`${hub.origin}/sharing?view=figures`);
  const byMarking = theirs.getByRole("table", { name: "By marking" });
  const green = byMarking.getByRole("row", { name: /^TLP:GREEN/ });
  await green.getByRole("link", { name: "1" }).waitFor();
  await picture(theirs, "sharing-figures");
  await green.getByRole("link", { name: "1" }).click();
  await theirs.getByText("TLP:GREEN ·", { exact: false }).waitFor();
  await theirs.getByRole("link", { name: "Phishing against payrolls" }).waitFor();
  await picture(theirs, "publications");

  await page.getByRole("button", { name: "Recall…" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("It was another campaign.");
  await page.getByRole("dialog").getByRole("button", { name: "Recall it" }).click();
  await page.getByText("recalled", { exact: false }).first().waitFor();
  await theirs.goto(`${hub.origin}/sharing?view=recalls`);
  await theirs.getByRole("button", { name: "My copies are deleted" }).waitFor();
  await picture(theirs, "sharing-recalls");
  assert.deepEqual([complaints, member.complaints], [[], []]);
});

test("a coordinator confirms a claim, finds whose an address is, and opens that organisation", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/organisations");
  const lookup = page.getByRole("region", { name: "Whose address is this?" });
  await lookup.getByRole("textbox").fill("192.0.2.7");
  await page.keyboard.press("Enter");
  await lookup.getByText("Nobody has proved to answer for 192.0.2.7.").waitFor();
  await page.getByRole("button", { name: "North Grid" }).click();
  const panel = page.getByRole("complementary", { name: "North Grid" });
  await panel.locator("summary", { hasText: "192.0.2.0/24" }).click();
  await panel.getByRole("button", { name: "Confirm …" }).click();
  await panel.getByLabel("How you know").fill("A letter of the registry.");
  await picture(page, "claim-confirm");
  await panel.getByRole("button", { name: "Confirm", exact: true }).click();
  await panel.getByText("Confirmed by a coordinator", { exact: false }).waitFor();
  await page.goto(`${hub.origin}/organisations`);
  await lookup.getByRole("textbox").fill("192.0.2.7");
  await page.keyboard.press("Enter");
  await picture(page, "answering");
  await lookup.getByRole("link", { name: "North Grid" }).click();
  await page.waitForURL(/\/organisations\/[0-9a-f-]+$/);
  await panel.getByRole("heading", { name: "North Grid" }).waitFor();
  await panel.getByRole("region", { name: "Clients" }).waitFor();
  await picture(page, "organisation-page");
  assert.deepEqual(complaints, []);
});
