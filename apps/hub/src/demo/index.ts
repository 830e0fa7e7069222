// SPDX-License-Identifier: Apache-2.0
/**
 * The demo: a hub in a directory of its own, with a sector that does not exist, its ordinary days, and one staged
 * intrusion. Everything reaches the hub over HTTP, as it would from outside.
 */
import type { DemoState } from "@fengsui/contract";
import { type Hub, type HubParts, startHub } from "../compose.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { MINUTE_MS } from "./background/background.ts";
import { type DemoMemory, readDemoDirectory, writeDemoMemory } from "./directory.ts";
import type { DemoOptions } from "./options.ts";
import { describePeople, newPassword } from "./people.ts";
import { newStory, Player } from "./player.ts";
import { setUp } from "./set-up.ts";

export { DEMO_ARGUMENTS, readDemoConfig, readDemoOptions } from "./options.ts";

/** Who may sign in, and with what: to be shown, not logged. */
export interface Introduction {
  readonly password: string;
  readonly people: DemoState["people"];
}

export interface DemoParts extends Omit<HubParts, "demo">, DemoOptions {
  readonly introduce: (introduction: Introduction) => void;
}

export async function startDemo(parts: DemoParts): Promise<Hub> {
  const { config, logger, clock = systemClock, speed } = parts;
  const memory = readDemoDirectory(config) ?? newMemory(parts, clock);
  const people = describePeople();
  let player: Player | undefined;
  const demo = (): DemoState => ({
    // JSON has no infinity.
    speed: Number.isFinite(speed) ? speed : 0,
    storyStartsAt: new Date(memory.storyStart * MINUTE_MS).toISOString(),
    playedUntil: (player?.playedUntil ?? clock.now()).toISOString(),
    isStoryOver: player?.isStoryOver ?? false,
    people,
  });
  await using stack = new AsyncDisposableStack();
  const hub = stack.use(await startHub({ ...parts, demo }));
  const remember = (now: DemoMemory) => writeDemoMemory(config.dataDir, now);
  const ready = memory.isSetUp ? memory : await setUpIn(hub, memory, parts.language);
  remember(ready);
  player = stack.use(new Player({ address: hub.address, memory: ready, remember, speed, clock, logger }));
  await player.start();
  parts.introduce({ password: ready.password, people });
  const opened = stack.move();
  return {
    ...hub,
    setupLink: undefined,
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

function newMemory({ config, seed }: DemoParts, clock: Clock): DemoMemory {
  const memory = { seed, password: newPassword(), isSetUp: false, sources: [], ...newStory(clock.now()) };
  writeDemoMemory(config.dataDir, memory);
  return memory;
}

async function setUpIn(hub: Hub, memory: DemoMemory, language: DemoOptions["language"]): Promise<DemoMemory> {
  const setupToken = new URLSearchParams(hub.setupLink?.hash.slice(1)).get("token");
  if (setupToken === null) throw new TypeError("a hub in a new directory has an administrator");
  const { address } = hub;
  const sources = await setUp({ address, setupToken, password: memory.password, language });
  return { ...memory, isSetUp: true, sources };
}
