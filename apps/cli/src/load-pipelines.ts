// SPDX-License-Identifier: Apache-2.0
/** What rules go through before they are compiled: pipelines by name or from files, and values of placeholders. */

import { FengsuiError } from "@fengsui/contract";
import {
  DIAGNOSTICS,
  type Diagnostic,
  type ParseOptions,
  type Pipeline,
  parsePipeline,
  parsePlaceholders,
  renderDiagnostic,
  SHIPPED_PIPELINES,
  shippedPipeline,
} from "@fengsui/sigma";
import { fileProblem } from "./find-files.ts";
import { readRuleText } from "./rule-text.ts";

export interface PipelineOptions {
  readonly pipeline: readonly string[];
  readonly placeholders: readonly string[];
}

export interface LoadedPipelines extends ParseOptions {
  /** The files that were read. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export function loadPipelines(options: PipelineOptions): LoadedPipelines {
  const parsed = options.pipeline.map((name) => shippedPipeline(name) ?? readFile(name, parsePipeline));
  const lists = options.placeholders.map((path) => readFile(path, parsePlaceholders));
  const placeholders = new Map<string, readonly string[]>();
  for (const list of lists)
    for (const [name, values] of Object.entries(list.placeholders ?? {}))
      placeholders.set(name, [...(placeholders.get(name) ?? []), ...values]);
  return {
    pipelines: parsed.flatMap(({ pipeline }): Pipeline[] => (pipeline === undefined ? [] : [pipeline])),
    placeholders: Object.fromEntries(placeholders),
    files: [...options.pipeline.filter((name) => !SHIPPED_PIPELINES.includes(name)), ...options.placeholders],
    diagnostics: [...parsed, ...lists].flatMap(({ diagnostics }) => diagnostics),
  };
}

/** As `loadPipelines`; with half a pipeline other things would be found, so an error ends it. */
export function requirePipelines(options: PipelineOptions): LoadedPipelines {
  const loaded = loadPipelines(options);
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return loaded;
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  throw new FengsuiError("pipelines.unusable", `${renderDiagnostic(first).split("\n")[0]}${more}`);
}

interface Parsed {
  readonly pipeline?: Pipeline;
  readonly placeholders?: ParseOptions["placeholders"];
  readonly diagnostics: readonly Diagnostic[];
}

function readFile(path: string, parse: (text: string, file: string) => Parsed): Parsed {
  try {
    const read = readRuleText(path);
    if ("text" in read) return parse(read.text, path);
    const { severity, title, hint } = DIAGNOSTICS[read.rejected];
    return { diagnostics: [{ code: read.rejected, severity, message: title, hint, file: path }] };
  } catch (error) {
    const { code, detail } = fileProblem(path, error);
    const known = `these pipelines ship: ${SHIPPED_PIPELINES.join(", ")}`;
    throw new FengsuiError(code, parse === parsePipeline ? `${detail}; ${known}` : detail, { cause: error });
  }
}
