// SPDX-License-Identifier: Apache-2.0
/** What the engine's process tells its parent, and how it is started. */

/** The number of threads that run statements is of libuv; four, its default, would make lanes wait for each other. */
export const THREADS_BESIDE_LANES = 4;

export interface EngineArguments {
  readonly directory: string;
  readonly socketPath: string;
  /** Settings of the server, as `--name=value`. */
  readonly settings: readonly string[];
}

export type EngineMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly why: "missing" | "other"; readonly reason: string };

export function toArguments({ directory, socketPath, settings }: EngineArguments): string[] {
  return [directory, socketPath, ...settings];
}

export function fromArguments([directory, socketPath, ...settings]: readonly string[]): EngineArguments {
  if (directory === undefined || socketPath === undefined)
    throw new TypeError("usage: main.ts <data directory> <socket> [--setting=value …]");
  return { directory, socketPath, settings };
}

export function parseMessage(value: unknown): EngineMessage | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  if (value.kind === "ready") return { kind: "ready" };
  if (value.kind !== "failed" || !("why" in value) || !("reason" in value)) return undefined;
  return {
    kind: "failed",
    why: value.why === "missing" ? "missing" : "other",
    reason: String(value.reason),
  };
}
