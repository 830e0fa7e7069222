// SPDX-License-Identifier: Apache-2.0
/** Starts the process of the embedded engine once, and tells why it did not start. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { FengsuiError } from "@fengsui/contract";
import type { Logger } from "../telemetry/logger.ts";
import { ADDON_PACKAGE } from "./engine/addon.ts";
import { TOTAL_WIDTH } from "./engine/lanes.ts";
import { type EngineArguments, parseMessage, THREADS_BESIDE_LANES, toArguments } from "./engine/messages.ts";

export interface LaunchFailure {
  readonly why: "locked" | "missing" | "other";
  readonly reason: string;
}

export interface Launch {
  readonly child: ChildProcess;
  /** It has ended then. */
  readonly failed?: LaunchFailure;
}

const PROGRAM = join(import.meta.dirname, "engine", `main${extname(import.meta.filename)}`);
/** Of what it says while it starts. */
const MAX_LINES = 20;

/** Resolves when it can be used, or has ended. */
export async function launchEngine(
  options: EngineArguments,
  logger: Logger,
  onSpawn: (child: ChildProcess) => void,
): Promise<Launch> {
  const child = spawn(process.execPath, [PROGRAM, ...toArguments(options)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Not our own environment: it may hold secrets, and settings that change what Node does.
    env: { TZ: "UTC", UV_THREADPOOL_SIZE: String(TOTAL_WIDTH + THREADS_BESIDE_LANES) },
  });
  onSpawn(child);
  const said: string[] = [];
  for (const output of [child.stdout, child.stderr])
    forEachLine(output, (line) => {
      if (said.length < MAX_LINES) said.push(line);
      logger.warn({ line }, "the event store says");
    });
  const ended = once(child, "close").then(
    () => `it ended at once (${child.signalCode ?? child.exitCode})`,
    (error: unknown) => String(error),
  );
  const told = once(child, "message").then(([message]) => parseMessage(message));
  const message = await Promise.race([told, ended.then(() => undefined)]);
  if (message?.kind === "ready") return { child };
  const end = await ended;
  // The engine says why on its error output, and its library only that.
  const reason = [message?.reason ?? end, ...said].join("; ");
  if (/Cannot lock file/.test(reason)) return { child, failed: { why: "locked", reason } };
  return { child, failed: { why: message?.why ?? "other", reason } };
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function forEachLine(output: Readable | null, act: (line: string) => void): void {
  if (output !== null)
    createInterface({ input: output }).on("line", (line) => {
      if (line.trim() !== "") act(line.trim());
    });
}

export function failureOf({ why, reason }: LaunchFailure, directory: string): FengsuiError {
  if (why === "locked")
    return new FengsuiError("events.locked", `${directory} is in use by another process: ${reason}`);
  if (why === "missing")
    return new FengsuiError("events.engine_missing", `${ADDON_PACKAGE} cannot be loaded: ${reason}`);
  return new FengsuiError("events.start_failed", `${directory}: ${reason}`);
}
