// SPDX-License-Identifier: Apache-2.0
/** The shippers: a process of its own, which sends bodies over a few connections, each the next when one is answered. */
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { loadEvents } from "./corpus.ts";
import { type Body, makeBodies, Replay } from "./replay.ts";

export interface LoadOrder {
  readonly origin: string;
  readonly key: string;
  /** For so long, or the whole corpus once. */
  readonly seconds: number | "once";
  readonly connections: number;
}

export interface LoadResult {
  readonly seconds: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly bytes: number;
  /** Answers that said to come back later. */
  readonly refused: number;
  /** Of each batch from its first byte to its acknowledgement, in milliseconds. */
  readonly latencies: readonly number[];
  readonly cpuSeconds: number;
}

const SPAN_MS = 200;
const [, , batchSize = "1000"] = process.argv;
const bodies = makeBodies(loadEvents(), Number(batchSize));
const replay = new Replay();
let next = 0;

function nextBody(): Body {
  const body = bodies[next++ % bodies.length];
  if (body === undefined) throw new TypeError("the corpus holds no events");
  replay.renew(body, Date.now(), SPAN_MS);
  return body;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function post(agent: Agent, { origin, key }: LoadOrder, bytes: Buffer): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/x-ndjson",
    "content-length": bytes.length,
  };
  return await new Promise((resolve, reject) => {
    const sent = request(`${origin}/ingest/v1/events`, { agent, method: "POST", headers }, (response) =>
      resolve(readAnswer(response)),
    );
    sent.on("error", reject);
    sent.end(bytes);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

interface Tally {
  accepted: number;
  duplicate: number;
  rejected: number;
  bytes: number;
  refused: number;
  readonly latencies: number[];
}

async function ship(agent: Agent, order: LoadOrder, tally: Tally, isOver: () => boolean): Promise<void> {
  do {
    const { bytes } = nextBody();
    const begin = performance.now();
    const { status, text } = await post(agent, order, bytes);
    if (status === 429 || status === 503) {
      tally.refused += 1;
      await pause(100);
      continue;
    }
    if (status !== 200) throw new Error(`the hub answered ${status}: ${text}`);
    tally.latencies.push(performance.now() - begin);
    const answer = JSON.parse(text);
    tally.accepted += answer.accepted;
    tally.duplicate += answer.duplicate;
    tally.rejected += answer.rejected;
    tally.bytes += bytes.length;
  } while (!isOver());
}

function endOf({ seconds, connections }: LoadOrder, begin: number): () => boolean {
  const last = next + bodies.length - connections;
  return seconds === "once" ? () => next > last : () => performance.now() > begin + seconds * 1000;
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const tally: Tally = { accepted: 0, duplicate: 0, rejected: 0, bytes: 0, refused: 0, latencies: [] };
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const isOver = endOf(order, begin);
  await Promise.all(
    Array.from({ length: order.connections }, () => ship(agent, order, tally, isOver)),
  ).finally(() => agent.destroy());
  const { user, system } = process.cpuUsage(cpu);
  return { ...tally, seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6 };
}

process.on("message", (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
