// SPDX-License-Identifier: Apache-2.0
/** A whole hub at a free port, on a database of its own. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Hub, type HubParts, startHub } from "../../compose.ts";
import { hashPassword } from "../../features/access/passwords.ts";
import { readConfig } from "../../platform/config/index.ts";
import type { PersonId } from "../../platform/records/index.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";
import { aPerson, asHub, createTestRecords, type PersonFixture, type TestRecords } from "../records/index.ts";
import { Browser } from "./browser.ts";

export interface TestHub extends Hub {
  readonly records: TestRecords;
  newBrowser(): Browser;
}

export interface TestHubOptions extends Partial<Omit<HubParts, "records" | "config">> {
  readonly environment?: Readonly<Record<string, string>>;
  /** Of a hub that runs: this one is another process on its database. */
  readonly besides?: TestRecords;
}

export async function startTestHub({
  environment,
  besides,
  ...parts
}: TestHubOptions = {}): Promise<TestHub> {
  await using stack = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), "fengsui-hub-"));
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const records =
    besides ?? stack.use(await createTestRecords(parts.clock === undefined ? {} : { clock: parts.clock }));
  const config = readConfig({
    environment: { FENGSUI_LISTEN: "127.0.0.1:0", FENGSUI_DATA_DIR: dataDir, ...environment },
    isRoot: false,
    home: "/nonexistent",
  });
  const hub = stack.use(await startHub({ config, logger: silentLogger, ...parts, records }));
  const opened = stack.move();
  return {
    ...hub,
    records,
    newBrowser: () => new Browser(hub.address),
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

const PASSWORD = "correct horse battery staple";

/** Somebody with these roles, and the browser that they are signed in with. */
export async function aSignedInPerson(
  hub: TestHub,
  fixture: PersonFixture = {},
): Promise<{
  readonly id: PersonId;
  readonly email: string;
  readonly password: string;
  readonly browser: Browser;
}> {
  const id = await aPerson(hub.records, fixture);
  const secret = await hashPassword(PASSWORD);
  await asHub(hub.records, (write) =>
    write.insertInto("credentials").values({ person_id: id, kind: "password", secret }).execute(),
  );
  const email = `${id}@example.org`;
  const browser = hub.newBrowser();
  await browser.json("POST", "/api/v1/session", { email, password: PASSWORD });
  return { id, email, password: PASSWORD, browser };
}
