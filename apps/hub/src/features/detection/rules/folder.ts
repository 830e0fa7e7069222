// SPDX-License-Identifier: Apache-2.0
/**
 * The rule files of a folder, to the bottom. Hidden entries are passed over and links to files are followed. What
 * cannot be read refuses the whole: a disk that is not there must not look like rules that were taken away.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { DIAGNOSTICS, type DiagnosticCode } from "@fengsui/sigma";
import type { Refusal, RuleFile } from "./documents.ts";

const MAX_FILES = 20_000;
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;
/** Files that are open at once. */
const AT_ONCE = 32;

export interface FolderListing {
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Another one means that something changed. */
  readonly stamp: string;
}

export interface FolderRules {
  readonly files: readonly RuleFile[];
  /** Files that are no text of a rule's size. */
  readonly refusals: readonly Refusal[];
}

export async function listFolder(folder: string): Promise<FolderListing> {
  return await readable(folder, async () => {
    const names = (await readdir(folder, { recursive: true }))
      .filter((name) => /\.ya?ml$/i.test(name) && !name.split(sep).some((part) => part.startsWith(".")))
      .sort();
    if (names.length === 0)
      throw new FengsuiError("rules.none_found", `no *.yml or *.yaml file in ${folder}`);
    if (names.length > MAX_FILES) throw tooMuch(folder, `${names.length} files, more than ${MAX_FILES}`);
    const hash = createHash("sha256");
    const files: { name: string; size: number }[] = [];
    for (const [index, info] of (await inTurns(names, (name) => stat(join(folder, name)))).entries()) {
      if (!info.isFile()) continue;
      const name = (names[index] ?? "").split(sep).join("/");
      files.push({ name, size: info.size });
      hash.update(`${name}\0${info.size}\0${info.mtimeMs}\0`);
    }
    const total = files.reduce((sum, { size }) => sum + Math.min(size, MAX_FILE_BYTES), 0);
    if (total > MAX_TOTAL_BYTES) throw tooMuch(folder, `${total} bytes, more than ${MAX_TOTAL_BYTES}`);
    return { folder, files, stamp: hash.digest("hex") };
  });
}

export async function readFolder({ folder, files }: FolderListing): Promise<FolderRules> {
  return await readable(folder, async () => {
    const read: RuleFile[] = [];
    const refusals: Refusal[] = [];
    const results = await inTurns(files, ({ name, size }) => readText(join(folder, name), size));
    for (const [index, result] of results.entries()) {
      const { name = "" } = files[index] ?? {};
      if ("text" in result) read.push({ name, text: result.text });
      else refusals.push(refuse(name, result.code));
    }
    return { files: read, refusals };
  });
}

async function readText(
  path: string,
  size: number,
): Promise<{ readonly text: string } | { readonly code: DiagnosticCode }> {
  if (size > MAX_FILE_BYTES) return { code: "file.too_large" };
  const bytes = await readFile(path);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { code: "file.not_utf8" };
  }
}

function refuse(file: string, code: DiagnosticCode): Refusal {
  const { severity, title, hint } = DIAGNOSTICS[code];
  return { file, key: file, diagnostics: [{ code, severity, message: title, hint, file }] };
}

async function inTurns<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))));
  return results;
}

async function readable<Result>(folder: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof FengsuiError) throw cause;
    const { path, code } = systemErrorOf(cause);
    const place = path === undefined ? folder : join(folder, relative(folder, path));
    throw new FengsuiError("rules.no_folder", `${place}: ${code ?? String(cause)}`, { cause });
  }
}

function systemErrorOf(error: unknown): { path?: string; code?: string } {
  if (!(error instanceof Error)) return {};
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { ...(path !== undefined && { path }), ...(code !== undefined && { code }) };
}

function tooMuch(folder: string, detail: string): FengsuiError {
  return new FengsuiError("rules.no_folder", `${folder} holds ${detail}`);
}
