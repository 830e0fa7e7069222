// SPDX-License-Identifier: Apache-2.0
/** The demo's sector at a hub of its own, and the three people whom the loop takes. */
import type { HubClient } from "@fengsui/client";
import type { Alert, DemoState } from "@fengsui/contract";
import { type DataFolder, freePort, HubProcess, newDataFolder } from "../../trust/test-kit/hub-process.ts";
import { signIn } from "./person.ts";

type Part = NonNullable<DemoState["people"][number]["part"]>;

export class Stage implements AsyncDisposable {
  readonly #folder: DataFolder;
  readonly #port: number;
  #hub: HubProcess;
  #people: ReadonlyMap<Part, HubClient> = new Map();

  private constructor(folder: DataFolder, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.#hub = this.#newHub();
  }

  /** A new sector; `whileTold` may act while the hub takes in the logs of the story. */
  static async open(whileTold: (stage: Stage) => Promise<void> = async () => undefined): Promise<Stage> {
    const stage = new Stage(newDataFolder(), await freePort());
    await whileTold(stage);
    await stage.#hub.up();
    const { password } = stage;
    const people = [...stage.#hub.said.matchAll(/^ {2}(\S+@\S+) /gm)].map(([, email = ""]) => email);
    const first = await stage.#signIn(people[0] ?? "", password);
    const demo = await first.demo();
    const parts = (demo?.people ?? []).flatMap(({ part, email }) => (part === null ? [] : [{ part, email }]));
    const clients = parts.map(
      async ({ part, email }) => [part, await stage.#signIn(email, password)] as const,
    );
    stage.#people = new Map(await Promise.all(clients));
    return stage;
  }

  get dataDir(): string {
    return this.#folder.path;
  }

  /** Of everybody. */
  get password(): string {
    return /\n {2}(\S+)\n/.exec(this.#hub.said)?.[1] ?? "";
  }

  get hub(): HubProcess {
    return this.#hub;
  }

  /** Finds out, orders and decides; at the centre. */
  get investigator(): HubClient {
    return this.#person("investigates");
  }

  /** Answers orders; at the hospital. */
  get responder(): HubClient {
    return this.#person("answers");
  }

  /** Looks at what was answered; at the centre. */
  get reviewer(): HubClient {
    return this.#person("reviews");
  }

  async alerts(): Promise<Alert[]> {
    return (await this.investigator.alerts.list({ limit: 500 })).alerts;
  }

  /** As the out-of-memory killer ends it, and as systemd starts it again. */
  async killAndStart(): Promise<void> {
    await this.#hub.kill();
    this.#hub = this.#newHub();
  }

  #newHub(): HubProcess {
    const args = ["--demo", "--demo-speed", "max", "--demo-seed", "loop"];
    return new HubProcess({ dataDir: this.#folder.path, port: this.#port, args });
  }

  #person(part: Part): HubClient {
    const client = this.#people.get(part);
    if (client === undefined) throw new Error(`nobody in the demo ${part}`);
    return client;
  }

  async #signIn(email: string, password: string): Promise<HubClient> {
    return await signIn({ origin: this.#hub.origin, email, password });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#hub[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}
