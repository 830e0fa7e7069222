// SPDX-License-Identifier: Apache-2.0
/** Runs the real command as a child process, as a person's shell would. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const ENTRY: string = fileURLToPath(new URL("../../bin/fengsui.js", import.meta.url));

export interface RunOptions {
  readonly stdin?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
}

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Running = ChildProcessByStdio<Writable, Readable, Readable>;

export function start(args: readonly string[], options: RunOptions = {}): Running {
  const child = spawn(options.node ?? process.execPath, [ENTRY, ...args], {
    cwd: options.cwd,
    // biome-ignore lint/style/noProcessEnv: the command is given the environment that the test has
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined); // the command may end before it has read everything
  return child;
}

export async function fengsui(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(args, options);
  child.stdin.end(options.stdin ?? "");
  return await outcomeOf(child);
}

/** Waits for the end; what is printed from now on is in the outcome. */
export async function outcomeOf(child: Running): Promise<Outcome> {
  const closed: Promise<unknown[]> = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

/** The exit code of a run whose standard output is the file at `path`. */
export async function exitCodeInto(
  path: string,
  args: readonly string[],
  cwd: string,
): Promise<number | null> {
  const descriptor = openSync(path, "w");
  const child = spawn(process.execPath, [ENTRY, ...args], { cwd, stdio: ["ignore", descriptor, "ignore"] });
  closeSync(descriptor);
  await once(child, "close");
  return child.exitCode;
}

/** A folder of its own for a test. */
export class Folder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), "fengsui-cli-"));

  /** Writes a file, with its folders, and gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
