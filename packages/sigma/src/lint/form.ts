// SPDX-License-Identifier: Apache-2.0
/** Attributes that the specification gives a form, and that every tool reads without looking. */
import { isScalar, type Node, type YAMLMap } from "yaml";
import type { Reporter } from "../parse/reporter.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])$/;
const MAX_TITLE = 256;

export function lintForm(root: YAMLMap, reporter: Reporter): void {
  const report = (message: string, at: Node | undefined): void =>
    reporter.report("lint.form", at ?? root, message);
  const id = textOf(root, "id");
  if (id !== undefined && !UUID.test(id)) report(`\`${id}\` is not a UUID.`, root.get("id", true));
  for (const key of ["date", "modified"] as const) {
    const date = textOf(root, key);
    if (date !== undefined && !DATE.test(date))
      report(`\`${key}\` is not a date as 2026-11-30.`, root.get(key, true));
  }
  const title = textOf(root, "title") ?? "";
  if (title.length > MAX_TITLE)
    report(`The title has more than ${MAX_TITLE} characters.`, root.get("title", true));
  const [date, modified] = [textOf(root, "date"), textOf(root, "modified")];
  if (date !== undefined && modified !== undefined && slashless(modified) < slashless(date))
    report("It was modified before it was made.", root.get("modified", true));
}

function textOf(root: YAMLMap, key: string): string | undefined {
  const node = root.get(key, true);
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}

function slashless(date: string): string {
  return date.replaceAll("/", "-");
}
