// SPDX-License-Identifier: Apache-2.0
/** The real hub, started as a user starts it, on an empty directory, with an administrator and a source. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { createHubClient, type HubClient } from "@fengsui/client";
import { HISTOGRAM } from "@fengsui/contract";
import { loadRuleFiles } from "./corpus.ts";

const ROOT = join(import.meta.dirname, "../..");
const STEP_MS = 5;

export interface HubOptions {
  readonly port: number;
  /** The folder of the program. */
  readonly root?: string;
  /** For Node: to profile, say. */
  readonly flags?: readonly string[];
}

export class BenchHub implements AsyncDisposable {
  readonly origin: string;
  readonly client: HubClient;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #log: string[] = [];
  readonly #cookies = new Map<string, string>();
  #said = "";
  #organisationId = "";
  sourceKey = "";

  private constructor({ port, root = ROOT, flags = [] }: HubOptions) {
    this.origin = `http://127.0.0.1:${port}`;
    this.client = createHubClient({ address: this.origin, fetch: (url, init) => this.#fetch(url, init) });
    this.#folder = mkdtempSync(join(tmpdir(), "fengsui-bench-"));
    chmodSync(this.#folder, 0o711); // the account of PostgreSQL passes through it
    const environment = {
      PATH: process.env["PATH"],
      FENGSUI_DATA_DIR: join(this.#folder, "data"),
      FENGSUI_LISTEN: `127.0.0.1:${port}`,
    };
    this.#child = spawn(process.execPath, [...flags, join(root, "apps/hub/src/main.ts")], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "close");
    this.#child.stderr?.on("data", (chunk) => {
      this.#said += String(chunk);
    });
    if (this.#child.stdout !== null)
      createInterface({ input: this.#child.stdout }).on("line", (line) => this.#note(line));
  }

  #note(line: string): void {
    this.#log.push(line);
    if (/"level":"(warn|error)"/.test(line)) console.error(line);
  }

  static async start(options: HubOptions): Promise<BenchHub> {
    const hub = new BenchHub(options);
    await hub.#until("the hub is up", () => hub.#logged("the hub is up") !== undefined);
    await hub.#setUp();
    return hub;
  }

  async #setUp(): Promise<void> {
    const token = /#token=(\S+)/.exec(this.#said)?.[1] ?? "";
    const { organisations } = await this.client.access.setUp({
      token,
      organisation: "City Hospital",
      name: "Lin Yue",
      email: "lin@example.org",
      password: "correct horse battery staple",
    });
    this.#organisationId = organisations[0]?.id ?? "";
    const { key } = await this.client.sources.add({ organisationId: this.#organisationId, name: "Windows" });
    this.sourceKey = key;
  }

  /** All rules of the corpus; how many are in use. */
  async loadRules(): Promise<number> {
    const files = loadRuleFiles();
    const { created } = await this.client.rules.upload({ organisationId: this.#organisationId, files });
    return created;
  }

  async countAlerts(): Promise<number> {
    let [count, after]: [number, string | null | undefined] = [0, undefined];
    while (after !== null) {
      const page: Awaited<ReturnType<HubClient["alerts"]["list"]>> = await this.client.alerts.list({
        limit: 500,
        withSuppressed: true,
        ...(after !== undefined && { after }),
      });
      count += page.alerts.length;
      after = page.next;
    }
    return count;
  }

  /** As a search finds them. */
  async countEvents(): Promise<number> {
    const query = "from=2020-01-01T00:00:00Z&to=2050-01-01T00:00:00Z&intervalMs=31536000000";
    const response = await this.#fetch(`${this.origin}/api/v1/events/histogram?${query}`);
    const answer: unknown = await response.json();
    return HISTOGRAM.parse(answer).buckets.reduce((sum, { count }) => sum + count, 0);
  }

  get processes() {
    const engine = /"processId":(\d+)/.exec(this.#logged("the event store is up") ?? "")?.[1];
    const postmaster = readFileSync(join(this.#folder, "data/records/cluster/postmaster.pid"), "utf8").split(
      "\n",
    )[0];
    return [
      { name: "hub", pid: this.#child.pid ?? 0, withChildren: false },
      { name: "event store", pid: Number(engine), withChildren: false },
      { name: "PostgreSQL", pid: Number(postmaster), withChildren: true },
    ];
  }

  get folder(): string {
    return this.#folder;
  }

  /** Keeps the session's cookies. */
  async #fetch(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";", 1)[0]?.split("=") ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }

  #logged(message: string): string | undefined {
    return this.#log.findLast((line) => line.includes(`"message":"${message}`));
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#child.exitCode !== null) throw new Error(`${what}: the hub ended: ${this.#said}`);
      await pause(STEP_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill("SIGTERM");
    await this.#ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
