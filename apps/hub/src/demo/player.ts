// SPDX-License-Identifier: Apache-2.0
/**
 * Delivers the story minute by minute, in the time of the story: first the day before it at once, then the intrusion
 * so many times faster than it would be, until the story has caught up with now; from then on as time passes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/telemetry/logger.ts";
import { backgroundOf, MINUTE_MS } from "./background/background.ts";
import { HARMLESS_STEPS } from "./background/findings.ts";
import type { DemoMemory } from "./directory.ts";
import { deliver } from "./http.ts";
import { intrusionSteps, STORY_MINUTES, type Step } from "./intrusion/index.ts";
import type { LogLine } from "./logs/line.ts";
import { SECTOR } from "./sector/index.ts";

const HISTORY_MINUTES = 24 * 60;
const LEAST_WAIT_MS = 50;
const AFTER_TROUBLE_MS = 5_000;
/** At once, as long as nobody waits for the minute. */
const CHUNK_MINUTES = 240;

export interface PlayerParts {
  readonly address: URL;
  readonly memory: DemoMemory;
  readonly remember: (memory: DemoMemory) => void;
  /** Story time to real time; infinite: at once. */
  readonly speed: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

type SourceOf = Pick<DemoMemory["sources"][number], "member" | "key">;

/** When a story begins that ends now, and from when on there is a history before it. */
export function newStory(now: Date): Pick<DemoMemory, "storyStart" | "playedUntil"> {
  const storyStart = Math.floor(now.getTime() / MINUTE_MS) - STORY_MINUTES;
  return { storyStart, playedUntil: storyStart - HISTORY_MINUTES };
}

export class Player implements AsyncDisposable {
  readonly #parts: PlayerParts;
  readonly #ended = new AbortController();
  readonly #steps: ReadonlyMap<number, readonly Step[]>;
  #memory: DemoMemory;
  #playing: Promise<void> = Promise.resolve();

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    this.#memory = parts.memory;
    const steps = [...HARMLESS_STEPS, ...intrusionSteps(parts.memory.seed)];
    this.#steps = Map.groupBy(steps, ({ minute }) => parts.memory.storyStart + Math.floor(minute));
  }

  get playedUntil(): Date {
    return new Date(this.#memory.playedUntil * MINUTE_MS);
  }

  get isStoryOver(): boolean {
    return this.#memory.playedUntil >= this.#memory.storyStart + STORY_MINUTES;
  }

  /** What lies before the story, and the story itself where it is to be told at once; the rest then plays on. */
  async start(): Promise<void> {
    const isAtOnce = this.#parts.speed === Number.POSITIVE_INFINITY;
    await this.#playUntil(isAtOnce ? this.#now() : Math.min(this.#memory.storyStart, this.#now()));
    this.#playing = this.#playOn();
  }

  /** As a shipper does, whatever the hub is in the middle of. */
  async #playOn(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        await this.#play();
      } catch (error) {
        if (this.#ended.signal.aborted) return;
        this.#parts.logger.warn({ error }, "the demo waits before it plays on");
        await sleep(AFTER_TROUBLE_MS, undefined, { signal: this.#ended.signal }).catch(() => undefined);
      }
    }
  }

  async #play(): Promise<void> {
    const { speed, clock } = this.#parts;
    const [began, first] = [clock.now().getTime(), this.#memory.playedUntil];
    while (!this.#ended.signal.aborted) {
      const now = clock.now().getTime();
      const told = first + Math.floor(((now - began) * speed) / MINUTE_MS);
      await this.#playUntil(this.isStoryOver ? this.#now() : Math.min(told, this.#now()));
      // A minute is told when it is over: on the clock, or at the pace of the story.
      const nextMs = this.isStoryOver ? (this.#now() + 1) * MINUTE_MS - now : MINUTE_MS / speed;
      await sleep(Math.max(nextMs, LEAST_WAIT_MS), undefined, { signal: this.#ended.signal });
    }
  }

  #now(): number {
    return Math.floor(this.#parts.clock.now().getTime() / MINUTE_MS);
  }

  async #playUntil(until: number): Promise<void> {
    while (this.#memory.playedUntil < until) {
      const end = Math.min(until, this.#memory.playedUntil + CHUNK_MINUTES);
      await this.#deliver(this.#memory.playedUntil, end);
      this.#memory = { ...this.#memory, playedUntil: end };
      this.#parts.remember(this.#memory);
    }
  }

  async #deliver(from: number, to: number): Promise<void> {
    const { address, memory } = this.#parts;
    const deliveries = memory.sources.map(async ({ ingestKey, ...of }) => {
      const delivery = { ingestKey, name: `${from}-${to}`, lines: this.#linesOf(of, from, to) };
      await deliver(address, delivery, this.#ended.signal);
    });
    await Promise.all(deliveries);
  }

  #linesOf(of: SourceOf, from: number, to: number): LogLine[] {
    const member = SECTOR.find(({ key }) => key === of.member);
    const source = member?.sources.find(({ key }) => key === of.key);
    if (member === undefined || source === undefined) return [];
    const { seed } = this.#memory;
    const minutes = Array.from({ length: to - from }, (_, index) => from + index);
    const lines = minutes.flatMap((minute) => [
      ...backgroundOf(member, source, { minute, seed }),
      ...this.#stepsOf(minute, of),
    ]);
    return lines.sort((one, other) => one.at - other.at);
  }

  #stepsOf(minute: number, { member, key }: SourceOf): LogLine[] {
    const steps = this.#steps.get(minute) ?? [];
    return steps
      .filter((step) => step.member.key === member && step.source === key)
      .map((step) => step.write(Math.round((this.#memory.storyStart + step.minute) * MINUTE_MS)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#playing;
  }
}
