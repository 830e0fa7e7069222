// SPDX-License-Identifier: Apache-2.0
/** The real hub with the console that it serves, in a real browser, as its first administrator. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type OpenPage, openBrowser, openPageIn, type Visit } from "@fengsui/console";
import pg from "pg";
import type { Browser } from "playwright-core";
import { freePort, HubProcess, newDataFolder } from "../../trust/test-kit/hub-process.ts";
import { EMAIL, Operator, PASSWORD } from "../../trust/test-kit/operator.ts";

const ROOT = join(import.meta.dirname, "../../../..");

export class ConsoleHub implements AsyncDisposable {
  readonly origin: string;
  readonly operator: Operator;
  readonly #dataDir: string;
  readonly #browser: Browser;
  readonly #stack: AsyncDisposableStack;
  /** Of those who signed in, by their address. */
  readonly #storages = new Map<string, Visit["storage"]>();

  private constructor(parts: {
    readonly hub: HubProcess;
    readonly dataDir: string;
    readonly operator: Operator;
    readonly browser: Browser;
    readonly stack: AsyncDisposableStack;
  }) {
    this.origin = parts.hub.origin;
    this.operator = parts.operator;
    this.#dataDir = parts.dataDir;
    this.#browser = parts.browser;
    this.#stack = parts.stack;
  }

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<ConsoleHub> {
    await using stack = new AsyncDisposableStack();
    await buildConsole();
    const folder = stack.use(newDataFolder());
    const hub = stack.use(
      await HubProcess.start({ dataDir: folder.path, port: await freePort(), environment }),
    );
    const operator = await Operator.setUp(hub.origin, hub.setupToken);
    const browser = stack.adopt(await openBrowser(), async (opened) => await opened.close());
    return new ConsoleHub({ hub, dataDir: folder.path, operator, browser, stack: stack.move() });
  }

  /** A page at this address, of the first administrator. */
  async open(path: string, visit: Visit = {}): Promise<OpenPage> {
    return await this.openAs(EMAIL, path, visit);
  }

  /** Of somebody who has the password of the operator. */
  async openAs(email: string, path: string, visit: Visit = {}): Promise<OpenPage> {
    const storage = this.#storages.get(email) ?? (await this.#signIn(email));
    this.#storages.set(email, storage);
    const opened = await openPageIn(this.#browser, { ...visit, storage });
    await opened.page.goto(`${this.origin}${path}`);
    return opened;
  }

  /** A page of somebody who was never here. */
  async openAsGuest(address: string, visit: Visit = {}): Promise<OpenPage> {
    const opened = await openPageIn(this.#browser, visit);
    await opened.page.goto(new URL(address, this.origin).href);
    return opened;
  }

  /** Through the ingest, as a shipper does. */
  async deliver(key: string, lines: readonly (object | string)[]): Promise<void> {
    const answer = await fetch(new URL("/ingest/v1/events", this.origin), {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
      body: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    });
    assert.equal(answer.status, 200);
  }

  /** As if whoever is signed in, or one of them, had done nothing for an hour that proves them to be there. */
  async forgetProofs(email = ""): Promise<void> {
    const client = new pg.Client({
      host: join(this.#dataDir, "records/socket"),
      user: "postgres",
      database: "fengsui",
    });
    await client.connect();
    try {
      await client.query(
        `update sessions set proved_at = proved_at - interval '1 hour'
         where $1 = '' or person_id = (select id from people where email = $1)`,
        [email],
      );
    } finally {
      await client.end();
    }
  }

  async #signIn(email: string): Promise<Visit["storage"]> {
    const { page } = await openPageIn(this.#browser);
    await page.goto(`${this.origin}/sign-in`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Situation" }).waitFor();
    const storage = await page.context().storageState();
    await page.context().close();
    return storage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** As `npm start` does. */
export async function buildConsole(): Promise<void> {
  const build = spawn(process.execPath, ["scripts/build-console.ts"], { cwd: ROOT, stdio: "ignore" });
  const [code]: unknown[] = await once(build, "close");
  assert.equal(code, 0, "the console was not built");
}
