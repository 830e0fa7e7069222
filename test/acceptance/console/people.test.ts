// SPDX-License-Identifier: Apache-2.0
/** From one person to several, at the console on the real hub. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture, type Visit, whyNoBrowser } from "@fengsui/console";
import { type PersonThere, startTestProvider, type TestProvider } from "@fengsui/hub/test-provider";
import { TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { EMAIL, PASSWORD } from "../trust/test-kit/operator.ts";
import { ConsoleHub } from "./test-kit/console-hub.ts";

const SKIP = whyNoBrowser() ?? false;
const NEW = { name: "Chen Jing", password: "four unrelated words here" };

let hub: ConsoleHub;
let there: TestProvider;

before(async () => {
  if (SKIP !== false) return;
  hub = await ConsoleHub.start({ FENGSUI_PROVIDER_NETWORKS: "127.0.0.1" });
  there = await startTestProvider(new URL(hub.origin));
});
after(async () => {
  if (SKIP !== false) return;
  await hub[Symbol.asyncDispose]();
  await there[Symbol.asyncDispose]();
});

/** Out of the dialog that shows it once. */
async function shownLink(page: Page): Promise<string> {
  return (await page.locator(".key-once code").first().innerText()).trim();
}

async function chooseRole(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("combobox", { name: "Role" }).click();
  await page.locator(".ant-select-item-option", { hasText: to }).click();
  await page.locator(".ant-select-content", { hasText: to }).waitFor();
  assert.notEqual(from, to);
}

async function inviteByHand(page: Page, email: string, role: string): Promise<string> {
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Email address").fill(email);
  if (role !== "Analyst") await chooseRole(page, "Analyst", role);
  await page.getByRole("button", { name: "Invite and show the link" }).click();
  await page.getByText(`Give this link to ${email} yourself`).waitFor();
  return await shownLink(page);
}

/** As somebody who was never here. */
const guest = (link: string, visit: Visit = {}) => hub.openAsGuest(link, visit);

test("somebody is invited, comes in with the link, and sees what the role allows, and no more", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/organisation");
  await page.getByRole("heading", { name: "City Hospital" }).waitFor();
  const link = await inviteByHand(page, "chen@example.org", "Viewer");
  await picture(page, "invite-link");
  await page.getByRole("button", { name: "Done" }).click();
  const invitations = page.getByRole("region", { name: "Invitations" });
  await invitations.getByText("Open", { exact: true }).waitFor();
  await picture(page, "organisation");

  const { page: theirs, complaints: theirComplaints } = await guest(link);
  await theirs.getByRole("heading", { name: "Join City Hospital" }).waitFor();
  await picture(theirs, "accept");
  await theirs.getByLabel("Your name").fill(NEW.name);
  await theirs.getByLabel("Password").fill(NEW.password);
  await theirs.getByRole("button", { name: "Create the account and join" }).click();
  await theirs.getByRole("heading", { name: "Situation" }).waitFor();
  await theirs.goto(`${hub.origin}/sources`);
  await theirs.getByRole("heading", { name: "Sources" }).waitFor();
  assert.equal(await theirs.getByRole("button", { name: "Add a source" }).count(), 0);
  await theirs.goto(`${hub.origin}/organisation`);
  await theirs.getByRole("button", { name: "Lin Yue" }).waitFor();
  assert.equal(await theirs.getByRole("button", { name: "Invite", exact: true }).count(), 0);
  assert.equal(await theirs.getByRole("region", { name: "Invitations" }).count(), 0);

  // The administrator's page hears of it by itself.
  await invitations.getByText("Accepted").waitFor();
  await page.getByRole("button", { name: NEW.name }).click();
  const panel = page.getByRole("complementary", { name: NEW.name });
  await panel.getByRole("combobox", { name: "Role" }).click();
  await page.locator(".ant-select-item-option", { hasText: "Manager" }).click();
  await panel.locator(".panel-head", { hasText: "Manager" }).waitFor();
  await theirs.goto(`${hub.origin}/sources`);
  await theirs.getByRole("button", { name: "Add a source" }).first().waitFor();
  await panel.getByRole("button", { name: "Remove…" }).click();
  await picture(page, "member");
  await panel.getByRole("button", { name: "Remove", exact: true }).click();
  await panel.waitFor({ state: "detached" });
  await theirs.locator(".brand strong", { hasText: "No organisation yet" }).waitFor();
  assert.deepEqual([complaints, theirComplaints], [[], []]);
});

test("a link that was withdrawn says so, and what to do", { skip: SKIP }, async () => {
  const { page } = await hub.open("/organisation");
  const email = "guo@example.org";
  const link = await inviteByHand(page, email, "Analyst");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: `Withdraw the invitation of ${email}` }).click();
  await page.getByText("Withdrawn").waitFor();
  const { page: theirs } = await guest(link, { size: "narrow" });
  await theirs.getByText("The invitation cannot be used like this.").waitFor();
  await picture(theirs, "accept-void-narrow");
});

test("an organisation is added below the centre, its first administrator invited, and both are switched between", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/organisations");
  await page.getByRole("button", { name: "Add an organisation" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Harbour Water");
  await dialog.getByRole("combobox", { name: "Centre" }).click();
  await page.locator(".ant-select-item-option", { hasText: "City Hospital" }).click();
  await picture(page, "organisation-form");
  await dialog.getByRole("button", { name: "Save" }).click();
  const panel = page.getByRole("complementary", { name: "Harbour Water" });
  await panel.getByText("City Hospital").waitFor();
  await panel.getByRole("button", { name: "Invite its administrator" }).click();
  await page.getByRole("dialog").getByLabel("Email address").fill("lin@example.org");
  await page.getByRole("button", { name: "Invite and show the link" }).click();
  await page.getByText("Give this link to lin@example.org yourself").waitFor();
  const link = await shownLink(page);
  await page.goto(link);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByRole("heading", { name: "Situation" }).waitFor();
  const switcher = page.getByRole("combobox", { name: "Organisation" });
  await switcher.selectOption({ label: "Harbour Water" });
  await page.waitForURL(/organisation=/);
  await page.getByRole("link", { name: "Organisation", exact: true }).click();
  await page.getByRole("heading", { name: "Harbour Water" }).waitFor();
  await page.getByRole("button", { name: "Edit whom to tell" }).click();
  await page.getByRole("button", { name: "Add a contact" }).click();
  await page.getByLabel("Name or desk 1").fill("Duty desk");
  await picture(page, "contacts-form");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("Duty desk").waitFor();
  await page.getByLabel("What is claimed").fill("harbour.example");
  await page.getByRole("button", { name: "Claim", exact: true }).click();
  await page.getByText("claimed, not proved").click();
  await page.getByText("_fengsui-challenge.harbour.example").waitFor();
  await picture(page, "claims");
  await switcher.selectOption({ label: "City Hospital" });
  await page.getByRole("heading", { name: "City Hospital" }).waitFor();
  await picture(page, "switcher");
  assert.deepEqual(complaints, []);
});

/** In the list that a box opens. */
async function choose(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: box }).click();
  await page.locator(".ant-select-item-option", { hasText: option }).click();
}

test("a group is created and given a hidden member, a client declared and confirmed, a record asked for", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/sharing");
  await page.getByRole("heading", { name: "No sharing groups yet" }).waitFor();
  await picture(page, "sharing-empty");
  await page.getByRole("button", { name: "Create a group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Hospitals of the harbour");
  await picture(page, "sharing-group-form");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "Hospitals of the harbour" });
  await choose(page, "Add an organisation", "Harbour Water");
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  await panel.getByRole("button", { name: "Hide Harbour Water from the other members" }).click();
  await panel.getByText("hidden from the others").waitFor();
  await picture(page, "sharing-group");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Clients" }).click();
  const switcher = page.getByRole("combobox", { name: "Organisation", exact: true });
  await switcher.selectOption({ label: "City Hospital" });
  await choose(page, "Declare a client", "Harbour Water");
  await page.getByRole("button", { name: "Declare", exact: true }).click();
  await page.getByText("Waits for the client to confirm").waitFor();
  await switcher.selectOption({ label: "Harbour Water" });
  await page.getByRole("button", { name: "Confirm to be a client of City Hospital" }).click();
  await page.getByText("Confirmed", { exact: true }).waitFor();
  await picture(page, "sharing-clients");

  await page.getByRole("button", { name: "Requests" }).click();
  await page.getByRole("button", { name: "Ask for a record" }).click();
  await dialog.getByLabel("Link or id").fill("https://hub.example.org/cases/of-somebody");
  await dialog.getByLabel("Why").fill("We see the same sign-ins");
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await dialog.getByText("Your request is noted.").waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByText("Waits for an answer").waitFor();
  await picture(page, "sharing-requests");
  assert.deepEqual(complaints, []);
});

test("a key is made, shown once with a line to try it, and works until it is revoked", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/keys");
  await page.getByRole("button", { name: "New key", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("report");
  await dialog.getByRole("checkbox", { name: "alerts:read" }).press("Space");
  await picture(page, "key-form");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await dialog.getByText("It is shown this once").waitFor();
  const secret = await shownLink(page);
  await picture(page, "key-once");
  const ask = async () => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(new URL("/api/v1/keys/current", hub.origin), { headers })).status;
  };
  assert.equal(await ask(), 200);
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  await page.getByLabel("Name of a new service account").fill("exporter");
  await page.getByRole("button", { name: "Make a service account" }).click();
  await page.getByText("service: exporter").first().waitFor();
  await picture(page, "keys");
  await page.getByRole("button", { name: "Revoke report" }).click();
  await page.getByText("Revoked").first().waitFor();
  assert.equal(await ask(), 401);
  assert.deepEqual(complaints, []);
});

test("one's own account, on a phone, in Chinese and in the dark", { skip: SKIP }, async () => {
  const visit = { size: "phone", locale: "zh-CN", shade: "dark" } as const;
  for (const [path, heading] of [
    ["/account", "我的账号"],
    ["/keys", "API 密钥"],
    ["/organisation", "City Hospital"],
    ["/organisations", "单位名录"],
    ["/sharing", "信息共享"],
    ["/sharing?view=clients", "信息共享"],
    ["/sharing?view=requests", "信息共享"],
    ["/sharing?view=recalls", "信息共享"],
    ["/sharing?view=figures", "信息共享"],
    ["/publications", "情报发布"],
    ["/accounts", "账户"],
    ["/sign-in-providers", "登录用的身份提供方"],
  ] as const) {
    const { page, complaints } = await hub.open(path, visit);
    await page.getByRole("heading", { name: heading }).waitFor();
    await page.locator(".skeleton").first().waitFor({ state: "detached" });
    const tooMuch: unknown = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    assert.equal(tooMuch, 0, `${path} is wider than the screen`);
    await picture(page, `phone-dark${path.replace("/", "-")}`);
    assert.deepEqual(complaints, []);
  }
});

/** Whoever sits before the browser at the provider. */
function sits(name: string, more: Partial<PersonThere> = {}): void {
  const email = `${name}@example.org`;
  there.people.set(name, { sub: name, name, email, email_verified: true, ...more });
  there.who = name;
}

test("an operator adds a provider and proposes what a group gives; the administrator accepts it", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/organisations");
  await page.getByRole("link", { name: "Sign-in providers" }).click();
  await page.getByText("No provider yet.").waitFor();
  await picture(page, "providers-none");
  await page.getByRole("button", { name: "Add a provider" }).click();
  const form = page.getByRole("dialog", { name: "Add a provider" });
  await form.getByLabel("Name", { exact: true }).fill("Company");
  await form.getByLabel("Issuer").fill(there.issuer);
  await form.getByLabel("Client ID").fill(there.clientId);
  await form.getByLabel("Client secret").fill(there.clientSecret);
  await form.getByLabel("Who has no account gets one").check();
  await picture(page, "provider-form");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "Provider" });
  await panel.getByRole("button", { name: "Check it" }).click();
  await panel.getByText("It answers as a provider should.").waitFor();
  await panel.getByText("Propose what a group gives").click();
  await panel.getByLabel("Group", { exact: true }).fill("/soc");
  await panel.getByRole("button", { name: "Propose", exact: true }).click();
  await panel.getByText("waits for an administrator").waitFor();
  await picture(page, "provider");

  await page.goto(`${hub.origin}/organisation`);
  const groups = page.getByRole("region", { name: "Roles by groups of a provider" });
  await groups.getByText("waits for an administrator").waitFor();
  await picture(page, "group-roles");
  await groups.getByRole("button", { name: "Accept what the group /soc gives" }).click();
  await groups.getByText("accepted").waitFor();
  assert.deepEqual(complaints, []);

  const phone = { size: "narrow", locale: "zh-CN", shade: "dark" } as const;
  const { page: narrow } = await hub.open("/sign-in-providers", phone);
  await narrow.getByRole("button", { name: "Company" }).click();
  await narrow.getByText("已接受").waitFor();
  await picture(narrow, "provider-narrow-dark");
});

test("who is known to a provider signs in with it, as what their groups give them", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await guest("/sign-in?next=%2Fsources", { size: "narrow" });
  const button = page.getByRole("button", { name: "Sign in with Company" });
  await button.waitFor();
  await picture(page, "sign-in-provider-narrow");
  await button.click();
  await page.getByText("The provider did not sign you in.").waitFor();
  await picture(page, "provider-return-narrow");
  assert.equal(new URL(page.url()).search, "");
  await page.getByRole("link", { name: "To the sign-in page" }).click();
  sits("zhao", { name: "Zhao Lei", groups: ["/soc"] });
  await button.click();
  await page.getByRole("heading", { name: "Situation" }).waitFor();
  assert.deepEqual(complaints, []);

  const { page: wide, complaints: theirs } = await guest("/sign-in?next=%2Faccount", { shade: "dark" });
  await wide.getByRole("button", { name: "Sign in with Company" }).waitFor();
  await picture(wide, "sign-in-provider-dark");
  await wide.getByRole("button", { name: "Sign in with Company" }).click();
  await wide.getByRole("heading", { name: "Your account" }).waitFor();

  // Without a password, it is the provider that proves them to be there.
  await hub.forgetProofs("zhao@example.org");
  await wide.getByRole("button", { name: "Set up…" }).click();
  const setUp = wide.getByRole("dialog", { name: "One-time codes" });
  await setUp.getByRole("button", { name: "Next" }).click();
  const proof = wide.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByRole("button", { name: "Confirm with Company" }).waitFor();
  await picture(wide, "proof-provider-dark");
  await proof.getByRole("button", { name: "Confirm with Company" }).click();
  await setUp.getByRole("img", { name: "Square code for the app" }).waitFor();
  await wide.keyboard.press("Escape");

  await wide.getByText("Zhao Lei", { exact: true }).click();
  await wide.getByRole("button", { name: "Sign out here and at Company" }).click();
  await wide.waitForURL(`${there.issuer}/**`);
  assert.deepEqual(theirs, []);
});

test("an account is connected with a provider and disconnected; somebody invited joins with one", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/account");
  sits("lin-yue");
  await page.getByRole("button", { name: "Connect with Company" }).click();
  await page.getByRole("button", { name: "Disconnect lin-yue@example.org" }).waitFor();
  await picture(page, "account-provider");
  await page.getByRole("button", { name: "Disconnect lin-yue@example.org" }).click();
  await page.getByRole("button", { name: "Disconnect lin-yue@example.org" }).waitFor({ state: "detached" });
  await page.goto(`${hub.origin}/organisation`);
  const link = await inviteByHand(page, "ma@example.org", "Viewer");
  sits("ma");
  const { page: theirs } = await guest(link, { size: "narrow" });
  await theirs.getByRole("button", { name: "Join with Company" }).waitFor();
  await picture(theirs, "accept-provider-narrow");
  await theirs.getByRole("button", { name: "Join with Company" }).click();
  await theirs.getByRole("heading", { name: "Situation" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("a passkey is added, signs in and confirms who it is, and is removed", { skip: SKIP }, async () => {
  const { page: inviting } = await hub.open("/organisation");
  const link = new URL(await inviteByHand(inviting, "wu@example.org", "Viewer"));
  // A browser has no passkeys for a number.
  link.hostname = "localhost";
  const { page, complaints } = await guest(`${link.origin}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
  await picture(page, "sign-in");
  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  await device.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  // What the browser offers by itself, this device accepts at once: here it is the button that is tried.
  await page.addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
  await page.goto(link.href);
  await page.getByLabel("Your name").fill("Wu Fang");
  await page.getByLabel("Password").fill("aaaaaaaaaaaa");
  await page.getByText("Easy to guess", { exact: false }).waitFor();
  await page.getByLabel("Password").fill(NEW.password);
  await page.getByText("Hard to guess", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Show" }).press("Enter");
  assert.equal(await page.getByLabel("Password").getAttribute("type"), "text");
  await picture(page, "password-shown");
  await page.getByRole("button", { name: "Create the account and join" }).click();
  await page.getByRole("heading", { name: "Situation" }).waitFor();
  await page.goto(`${link.origin}/account`);
  const passkeys = page.getByRole("region", { name: "Passkeys" });
  await passkeys.getByRole("button", { name: "Add a passkey…" }).press("Enter");
  await page.getByRole("dialog", { name: "Passkeys" }).getByLabel("Name").fill("Desk");
  await page.keyboard.press("Enter");
  await passkeys.getByRole("cell", { name: /^Desk/ }).waitFor();
  await passkeys.getByText("Not yet").waitFor();
  await passkeys.getByRole("button", { name: "Rename the passkey Desk" }).press("Enter");
  await page.getByRole("dialog").getByLabel("Name").fill("Laptop");
  await page.keyboard.press("Enter");
  await passkeys.getByRole("cell", { name: /^Laptop/ }).waitFor();
  await picture(page, "passkeys");
  assert.deepEqual(complaints, []);

  await page.locator(".me summary").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: "Situation" }).waitFor();

  await hub.forgetProofs("wu@example.org");
  await page.goto(`${link.origin}/account`);
  await passkeys.locator("time").waitFor();
  await passkeys.getByRole("button", { name: "Remove the passkey Laptop" }).press("Enter");
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Your password").waitFor();
  await picture(page, "proof-passkey");
  await proof.getByRole("button", { name: "Confirm with a passkey" }).press("Enter");
  await passkeys.getByText("None yet.").waitFor();
});

test("one-time codes are set up with an app, asked for, done without by a recovery code, and turned off", {
  skip: SKIP,
}, async () => {
  const { page, complaints } = await hub.open("/account");
  await page.getByRole("button", { name: "Set up…" }).click();
  const dialog = page.getByRole("dialog", { name: "One-time codes" });
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByRole("img", { name: "Square code for the app" }).waitFor();
  await picture(page, "factor-app");
  const app = new TOTP({ secret: await dialog.getByText(/^[A-Z2-7]{32}$/).innerText() });
  await dialog.getByLabel("Code that the app shows").fill(app.generate());
  await dialog.getByRole("button", { name: "Turn on" }).click();
  const codes = page.getByRole("dialog", { name: "Recovery codes" });
  await codes.waitFor();
  const [recovery = "", second = ""] = await codes.getByRole("listitem").allInnerTexts();
  await picture(page, "factor-codes");
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("Recovery codes left: 10.").waitFor();

  const { page: elsewhere } = await guest("/sign-in");
  await elsewhere.getByLabel("Email address").fill(EMAIL);
  await elsewhere.getByLabel("Password").fill(PASSWORD);
  await elsewhere.keyboard.press("Enter");
  await elsewhere.getByLabel("One-time code").fill("000000");
  await picture(elsewhere, "sign-in-code");
  await elsewhere.keyboard.press("Enter");
  await elsewhere.getByText("The code does not hold, or no longer.").waitFor();
  await elsewhere.getByLabel("One-time code").fill(recovery);
  await elsewhere.keyboard.press("Enter");
  await elsewhere.getByRole("heading", { name: "Situation" }).waitFor();

  await hub.forgetProofs();
  await page.reload();
  await page.getByText("Recovery codes left: 9.").waitFor();
  await page.getByRole("button", { name: "New recovery codes…" }).click();
  const renewal = page.getByRole("dialog", { name: "New recovery codes…" });
  await renewal.getByRole("button", { name: "Make new codes" }).press("Enter");
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Your password").waitFor();
  await page.keyboard.press("Escape");
  await renewal.getByText("This needs a fresh proof that it is you.").waitFor();
  await renewal.getByRole("button", { name: "Make new codes" }).press("Enter");
  await proof.getByLabel("Your password").waitFor();
  await page.keyboard.type(PASSWORD);
  // Past the button that shows it.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type(recovery);
  await page.keyboard.press("Enter");
  await proof.getByText("The code does not hold, or no longer.").waitFor();
  await picture(page, "proof");
  await proof.getByLabel("Code of the app, or a recovery code").fill(second);
  await page.keyboard.press("Enter");
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await proof.waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
});
