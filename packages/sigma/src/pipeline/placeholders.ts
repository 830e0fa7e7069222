// SPDX-License-Identifier: Apache-2.0
/** A file of lists: the name of each placeholder, without its percent signs, and its values. YAML, and so JSON too. */
import { isMap } from "yaml";
import type { Diagnostic } from "../diagnostics.ts";
import { readDocuments } from "../parse/documents.ts";
import type { ParseOptions } from "../parse/parse-rules.ts";
import { Settings } from "./settings.ts";

export interface ParsedPlaceholders {
  readonly placeholders: NonNullable<ParseOptions["placeholders"]>;
  readonly diagnostics: readonly Diagnostic[];
}

export function parsePlaceholders(text: string, file: string): ParsedPlaceholders {
  const { documents, reporter } = readDocuments(text, file);
  const contents = documents[0]?.contents;
  if (!isMap(contents)) {
    if (reporter.diagnostics.length === 0)
      reporter.report(
        "pipeline.invalid",
        undefined,
        "A file of placeholders is a map of names to lists of values.",
      );
    return { placeholders: {}, diagnostics: reporter.diagnostics };
  }
  const mapping = new Settings(contents, reporter, "The file").entries();
  return { placeholders: Object.fromEntries(mapping), diagnostics: reporter.diagnostics };
}
