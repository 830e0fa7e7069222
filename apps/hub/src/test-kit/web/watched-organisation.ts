// SPDX-License-Identifier: Apache-2.0
/** An organisation whose logs come to the hub, with a rule that makes alerts of them and somebody who works there. */
import assert from "node:assert/strict";
import { ALERTS, type Alert, RULES, SOURCE_KEY } from "@fengsui/contract";
import type { OrganisationId, OrganisationRole, PersonId } from "../../platform/records/index.ts";
import { anOrganisation } from "../records/index.ts";
import type { Browser } from "./browser.ts";
import { aSignedInPerson, type TestHub } from "./test-hub.ts";

const RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

export interface WatchedOrganisation {
  readonly id: OrganisationId;
  readonly personId: PersonId;
  readonly browser: Browser;
  readonly ruleId: string;
  readonly sourceKey: string;
}

export async function aWatchedOrganisation(hub: TestHub): Promise<WatchedOrganisation> {
  const id = await anOrganisation(hub.records);
  const { browser, id: personId } = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
  const created = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc1" });
  const files = [{ name: "whoami.yml", text: RULE }];
  await browser.json("POST", "/api/v1/rules", { organisationId: id, files });
  const { rules } = RULES.parse(await browser.json("GET", "/api/v1/rules"));
  const rule = rules.find(({ title }) => title === "Whoami");
  return {
    id,
    personId,
    browser,
    ruleId: rule?.id ?? assert.fail(),
    sourceKey: SOURCE_KEY.parse(created).key,
  };
}

/** A browser of somebody else there. */
export async function aColleague(
  hub: TestHub,
  { id }: Pick<WatchedOrganisation, "id">,
  role: OrganisationRole,
): Promise<{ readonly id: PersonId; readonly browser: Browser }> {
  return await aSignedInPerson(hub, { roles: [[id, role]] });
}

export interface HostEvent {
  readonly host: string;
  readonly time: Date;
  /** What the rule is about, unless another is named. */
  readonly image?: string;
}

export async function deliverEvents(
  hub: TestHub,
  { sourceKey }: Pick<WatchedOrganisation, "sourceKey">,
  events: readonly HostEvent[],
): Promise<void> {
  const lines = events.map(({ host, time, image = "C:\\Windows\\whoami.exe" }, index) => ({
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: host,
    EventRecordID: index + 1,
    "@timestamp": time.toISOString(),
    Image: image,
  }));
  const response = await fetch(new URL("/ingest/v1/events", hub.address), {
    method: "POST",
    headers: { authorization: `Bearer ${sourceKey}`, "content-type": "application/x-ndjson" },
    body: lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  assert.equal(response.status, 200, await response.clone().text());
}

/** The alert about the host, with its events delivered just now. */
export async function anAlertOn(
  hub: TestHub,
  organisation: WatchedOrganisation,
  host: string,
): Promise<Alert> {
  await deliverEvents(hub, organisation, [{ host, time: new Date("2026-05-01T10:01:00Z") }]);
  const { alerts } = ALERTS.parse(await organisation.browser.json("GET", `/api/v1/alerts?entity=${host}`));
  return alerts[0] ?? assert.fail(`no alert on ${host}`);
}
