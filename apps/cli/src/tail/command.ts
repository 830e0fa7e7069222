// SPDX-License-Identifier: Apache-2.0
/** `fengsui tail`: logs of this machine to a hub, as they are written. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { readEnvironment } from "../environment.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { Interruption } from "../interruption.ts";
import { describeSystemError } from "../system-error.ts";
import { escapeControls } from "../terminal.ts";
import { follow } from "./follow.ts";
import { Positions } from "./positions.ts";

export interface TailOptions {
  readonly to: string;
  readonly key?: string;
  readonly keyFile?: string;
  readonly state?: string;
  readonly poll: number;
  readonly fromEnd?: boolean;
  readonly once?: boolean;
}

/** Rotated logs, which were read while they grew. */
const COMPRESSED = /\.(?:gz|zst|bz2|xz|lz4|zip)$/;

export async function tail(files: readonly string[], options: TailOptions): Promise<ExitCode> {
  const to = hubAddress(options.to);
  const key = readKey(options);
  const paths = [...new Set(files.map((file) => resolve(file)))].filter((path) => !isCompressed(path));
  if (paths.length === 0) throw new FengsuiError("input.none", "every file that is named is compressed");
  const positions = new Positions(options.state ?? defaultState(to));
  using interruption = new Interruption();
  const failed = new AbortController();
  const counts = { bytes: 0, accepted: 0, duplicate: 0, rejected: 0 };
  const followed = paths.map((path) =>
    follow(path, {
      to,
      key,
      positions,
      say,
      pollMs: options.poll,
      isFromEnd: options.fromEnd === true,
      isOnce: options.once === true,
      signal: AbortSignal.any([interruption.signal, failed.signal]),
      onDelivered: ({ bytes }, { accepted, duplicate, rejected }) => {
        counts.bytes += bytes.length;
        counts.accepted += accepted;
        counts.duplicate += duplicate;
        counts.rejected += rejected;
      },
    }),
  );
  // One that cannot go on ends all: a service that runs on and delivers half of its logs is worse than none.
  for (const one of followed) one.catch(() => failed.abort());
  const outcomes = await Promise.allSettled(followed);
  say(
    `${counts.bytes} bytes delivered: ${counts.accepted} events new, ${counts.duplicate} known, ${counts.rejected} rejected`,
  );
  for (const outcome of outcomes)
    if (outcome.status === "rejected" && !isAbort(outcome.reason)) throw asFengsuiError(outcome.reason);
  // To be ended is what a service is there for.
  return interruption.exitCode === EXIT.interrupted ? EXIT.interrupted : EXIT.ok;
}

function isCompressed(path: string): boolean {
  if (!COMPRESSED.test(path)) return false;
  say(`${path}: compressed files are left out; fengsui detect reads them`);
  return true;
}

function hubAddress(text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new FengsuiError("usage.invalid", `--to is no address of a hub: ${text}`, {
      hint: "For instance https://hub.example.org or http://127.0.0.1:7480",
    });
  return url;
}

function readKey({ key, keyFile }: TailOptions): string {
  const given = keyFile === undefined ? (key ?? readEnvironment().key) : readKeyFile(keyFile);
  if (given === undefined || given.trim() === "")
    throw new FengsuiError("usage.invalid", "there is no key of a source", {
      hint: "Give it in FENGSUI_KEY or in a file with --key-file; the console shows it when a source is made.",
    });
  return given.trim();
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new FengsuiError("input.unreadable", `${path}: ${describeSystemError(cause)}`, { cause });
  }
}

/** One for each hub. */
function defaultState(to: URL): string {
  const name = createHash("sha256").update(to.href).digest("hex").slice(0, 12);
  return join(
    readEnvironment().stateFolder ?? join(homedir(), ".local/state"),
    "fengsui",
    `tail-${name}.json`,
  );
}

function isAbort(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "AbortError";
}

function asFengsuiError(reason: unknown): FengsuiError {
  if (reason instanceof FengsuiError) return reason;
  return new FengsuiError("input.unreadable", describeSystemError(reason), { cause: reason });
}

function say(text: string): void {
  process.stderr.write(`${escapeControls(text)}\n`);
}
