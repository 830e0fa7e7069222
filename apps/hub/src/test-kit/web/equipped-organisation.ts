// SPDX-License-Identifier: Apache-2.0
/** An organisation with somebody who manages it, a source with its key, and events of Sysmon to deliver. */
import assert from "node:assert/strict";
import { INGEST_ANSWER, type IngestAnswer, SOURCE_KEY } from "@fengsui/contract";
import type { HubRole, OrganisationId } from "../../platform/records/index.ts";
import { anOrganisation } from "../records/index.ts";
import type { Browser } from "./browser.ts";
import { aSignedInPerson, type TestHub } from "./test-hub.ts";

export interface EquippedOrganisation {
  readonly id: OrganisationId;
  readonly browser: Browser;
  readonly personId: string;
  readonly source: { readonly id: string; readonly key: string };
}

export async function anEquippedOrganisation(
  hub: TestHub,
  { hubRole }: { readonly hubRole?: HubRole } = {},
): Promise<EquippedOrganisation> {
  const id = await anOrganisation(hub.records);
  const { browser, id: personId } = await aSignedInPerson(hub, {
    roles: [[id, "manager"]],
    ...(hubRole !== undefined && { hubRole }),
  });
  const created = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc1" });
  return { id, browser, personId, source: SOURCE_KEY.parse(created) };
}

export async function deliver(
  { address }: Pick<TestHub, "address">,
  { source }: Pick<EquippedOrganisation, "source">,
  lines: readonly (object | string)[],
): Promise<IngestAnswer> {
  const answer = await fetch(new URL("/ingest/v1/events", address), {
    method: "POST",
    headers: { authorization: `Bearer ${source.key}`, "content-type": "application/x-ndjson" },
    body: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return INGEST_ANSWER.parse(await answer.json());
}

export const WHOAMI_RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

export async function uploadRule(
  { id, browser }: EquippedOrganisation,
  text: string = WHOAMI_RULE,
): Promise<void> {
  const files = [{ name: "rule.yml", text }];
  await browser.json("POST", "/api/v1/rules", { organisationId: id, files });
}

/** A process of Windows as Sysmon tells it. */
export function sysmon(time: Date, extra: object = {}): object {
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: "WS1",
    EventRecordID: time.getTime(),
    "@timestamp": time.toISOString(),
    Image: "C:\\Windows\\whoami.exe",
    User: "li",
    ...extra,
  };
}
