// SPDX-License-Identifier: Apache-2.0
/** What looks after a hub is done by the hub that is installed beside this command. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { FengsuiError } from "@fengsui/contract";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export const DOCTOR_FORMATS = ["text", "json"] as const;

export interface DoctorOptions {
  readonly format: (typeof DOCTOR_FORMATS)[number];
}

export interface BackupOptions {
  readonly passphraseFile?: string;
}

const HUB = "@fengsui/hub";
const ENDS: readonly ExitCode[] = [EXIT.ok, EXIT.found, EXIT.usage, EXIT.interrupted];

export async function doctor({ format }: DoctorOptions): Promise<ExitCode> {
  return await runHub(["doctor", "--format", format]);
}

export async function onBackup(
  command: "backup" | "restore" | "verify-backup",
  path: string,
  { passphraseFile }: BackupOptions,
): Promise<ExitCode> {
  const options = passphraseFile === undefined ? [] : [`--passphrase-file=${passphraseFile}`];
  return await runHub([command, ...options, "--", path]);
}

/** Not a dependency: the command is of use without a hub. */
function findHub(): string {
  try {
    return createRequire(import.meta.url).resolve(HUB);
  } catch (cause) {
    throw new FengsuiError("hub.not_installed", `the package ${HUB} is not there`, { cause });
  }
}

async function runHub(args: readonly string[]): Promise<ExitCode> {
  const child = spawn(process.execPath, [findHub(), ...args], { stdio: "inherit" });
  // The hub takes away what is half; a Ctrl-C in a terminal reaches it by itself.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code] = await once(child, "exit");
  return ENDS.find((end) => end === code) ?? EXIT.internal;
}
