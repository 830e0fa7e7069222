// SPDX-License-Identifier: Apache-2.0
/** The figures of sharing through HTTP: each is as long as the list behind it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CASES, PUBLICATION_DETAIL, PUBLICATIONS, SHARING_FIGURES } from "@fengsui/contract";
import type { OrganisationId } from "../../platform/records/index.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../test-kit/web/index.ts";
import { lastMonths } from "./figures/rules.ts";

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Place {
  readonly id: OrganisationId;
  readonly browser: Browser;
}

async function aPlace(): Promise<Place> {
  const id = await anOrganisation(hub.records);
  return { id, browser: (await aSignedInPerson(hub, { roles: [[id, "manager"]] })).browser };
}

async function shareCase({ id, browser }: Place, sharing: object): Promise<void> {
  await browser.json("POST", "/api/v1/cases", { organisationId: id, title: "A case", sharing });
}

async function publish({ id, browser }: Place, sharing: object): Promise<string> {
  const body = { organisationId: id, title: "A warning", severity: "low", sharing };
  const { publication } = PUBLICATION_DETAIL.parse(await browser.json("POST", "/api/v1/publications", body));
  await browser.json("POST", `/api/v1/publications/${publication.id}/publish`, {});
  return publication.id;
}

async function figuresOf({ browser }: Place, query = "") {
  return SHARING_FIGURES.parse(await browser.json("GET", `/api/v1/sharing/figures${query}`));
}

type Figures = Awaited<ReturnType<typeof figuresOf>>;

async function lengthOfList({ browser }: Place, figures: Figures, one: Figures["counts"][number]) {
  const { isReceived, marking } = one;
  const { from = "", to = "" } = figures.months[one.month] ?? {};
  const of = { isReceived: String(isReceived), marking, limit: "200" };
  if (one.kind === "case") {
    const query = new URLSearchParams({ ...of, sharedFrom: from, sharedTo: to });
    return CASES.parse(await browser.json("GET", `/api/v1/cases?${query}`)).cases.length;
  }
  const query = new URLSearchParams({ ...of, state: "published", from, to });
  return PUBLICATIONS.parse(await browser.json("GET", `/api/v1/publications?${query}`)).publications.length;
}

const short = ({ counts }: Figures) =>
  counts.map(({ kind, isReceived, marking, count }) => [kind, isReceived ? "in" : "out", marking, count]);

test("each side sees as much in the figures as in its lists; who was given nothing sees none", async () => {
  const [giver, reader, other] = [await aPlace(), await aPlace(), await aPlace()];
  const amber = { marking: "amber", organisationIds: [reader.id] };
  await shareCase(giver, amber);
  await shareCase(giver, amber);
  await shareCase(giver, { marking: "amber+strict", organisationIds: [reader.id] });
  await giver.browser.json("POST", "/api/v1/cases", { organisationId: giver.id, title: "Of our own" });
  await publish(giver, amber);
  const recalled = await publish(giver, amber);
  await giver.browser.json("POST", `/api/v1/publications/${recalled}/recall`, { reason: "It was nothing." });
  const figures = [await figuresOf(giver), await figuresOf(reader), await figuresOf(other)];
  assert.deepEqual(figures.map(short), [
    [
      ["case", "out", "amber", 2],
      ["case", "out", "amber+strict", 1],
      ["publication", "out", "amber", 1],
    ],
    [
      ["case", "in", "amber", 2],
      ["case", "in", "amber+strict", 1],
      ["publication", "in", "amber", 1],
    ],
    [],
  ]);
  for (const [index, place] of [giver, reader].entries())
    for (const one of figures[index]?.counts ?? [])
      assert.equal(await lengthOfList(place, figures[index] ?? assert.fail(), one), one.count);
});

test("months are those of the zone that is asked for", async () => {
  const place = await aPlace();
  const { months } = await figuresOf(place, "?timeZone=Asia/Shanghai&months=3");
  assert.deepEqual(
    months.map(({ to }) => to.slice(11)),
    ["16:00:00.000Z", "16:00:00.000Z", "16:00:00.000Z"],
  );
  const asked = { timeZone: "Asia/Shanghai", months: 2 };
  const starts = lastMonths(new Date("2026-12-31T16:30:00Z"), asked).map((start) => start.toISOString());
  assert.deepEqual(starts, [
    "2026-11-30T16:00:00.000Z",
    "2026-12-31T16:00:00.000Z",
    "2027-01-31T16:00:00.000Z",
  ]);
});
