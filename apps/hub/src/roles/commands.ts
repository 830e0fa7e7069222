// SPDX-License-Identifier: Apache-2.0
/** What the program does for who looks after a hub, instead of being one. */
import { readFileSync } from "node:fs";
import { FengsuiError } from "@fengsui/contract";
import { type BackupFile, checkArchive, makeBackup, restoreBackup } from "../features/backup/index.ts";
import { readConfig } from "../platform/config/index.ts";
import { renderFindings, runDoctor } from "../platform/doctor/index.ts";

export interface CommandLine {
  readonly positionals: readonly string[];
  readonly format: string;
  readonly passphraseFile: string | undefined;
}

export interface CommandParts {
  readonly version: string;
  readonly consoleFolder: string;
  /** To who waits, on standard error. */
  readonly say: (line: string) => void;
}

type Command = (line: CommandLine, parts: CommandParts) => Promise<Outcome>;

/** What goes to standard output, and whether all is well. */
export interface Outcome {
  readonly text: string;
  readonly isWell: boolean;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  doctor,
  backup,
  restore,
  "verify-backup": verifyBackup,
};

export async function runCommand(line: CommandLine, parts: CommandParts): Promise<Outcome> {
  const [name = ""] = line.positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw misused(`there is no command "${name}"`);
  return await command(line, parts);
}

export function misused(reason: string, cause?: unknown): FengsuiError {
  return new FengsuiError("usage.invalid", reason, { hint: "Run `npm start -- --help`.", cause });
}

async function doctor({ format }: CommandLine, { consoleFolder }: CommandParts): Promise<Outcome> {
  if (format !== "text" && format !== "json") throw misused(`--format is text or json, not "${format}"`);
  const findings = await runDoctor({ consoleFolder });
  const isWell = findings.every(({ status }) => status !== "fail");
  const text = format === "json" ? `${JSON.stringify({ isWell, findings })}\n` : renderFindings(findings);
  return { text, isWell };
}

async function backup(line: CommandLine, { version, say }: CommandParts): Promise<Outcome> {
  endOnSignal();
  const { path, ...figures } = await makeBackup({
    config: readConfig(),
    target: pathIn(line, "backup <folder or file>"),
    passphrase: readPassphrase(line),
    version,
    report: say,
  });
  say(`${figures.records} rows of records, ${figures.events} of the event store, ${figures.bytes} bytes`);
  return { text: `${path}\n`, isWell: true };
}

async function restore(line: CommandLine, { say }: CommandParts): Promise<Outcome> {
  endOnSignal();
  const config = readConfig();
  const { header } = await restoreBackup({ config, file: fileIn(line, "restore <file>"), report: say });
  return { text: `Restored to ${config.dataDir} as of ${header.takenAt}. Start the hub.\n`, isWell: true };
}

async function verifyBackup(line: CommandLine, { say }: CommandParts): Promise<Outcome> {
  const file = fileIn(line, "verify-backup <file>");
  let entries = 0;
  const { header } = await checkArchive(file, () => {
    entries += 1;
    if (entries % ENTRIES_A_LINE === 0) say(`  ${entries} entries`);
  });
  return {
    text: `${file.path} is whole: version ${header.version}, as of ${header.takenAt}\n`,
    isWell: true,
  };
}

const ENTRIES_A_LINE = 500;

function fileIn(line: CommandLine, usage: string): BackupFile {
  return { path: pathIn(line, usage), passphrase: readPassphrase(line) };
}

function pathIn({ positionals }: CommandLine, usage: string): string {
  const [, path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw misused(`it is used so: ${usage}`);
  return path;
}

/** Not an argument or a variable, which other processes may see. */
function readPassphrase({ passphraseFile }: CommandLine): string | undefined {
  if (passphraseFile === undefined) return undefined;
  try {
    const passphrase = readFileSync(passphraseFile, "utf8").replace(/\r?\n$/, "");
    if (passphrase !== "") return passphrase;
  } catch (cause) {
    throw new FengsuiError("input.unreadable", `${passphraseFile}: ${String(cause)}`, { cause });
  }
  throw new FengsuiError("input.unreadable", `${passphraseFile} is empty`);
}

const INTERRUPTED = 130;

/** What is half is taken away as the program ends. */
function endOnSignal(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(INTERRUPTED));
}
