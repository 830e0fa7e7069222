// SPDX-License-Identifier: Apache-2.0
/** An explanation for people: the rule's tree, a sign before each part, and under a field what the event has there. */
import { styleText } from "node:util";
import type { ExplainedItem, ExplainedLogSource, ExplainedNode, FoundValue, LogSource } from "@fengsui/sigma";
import { formatNumberOf } from "../format-figures.ts";
import { cutEnd, escapeControls } from "../terminal.ts";
import type { ExplainedRule } from "./command.ts";

const MAX_COLUMNS = 400;
/** Values of the event that are shown of a field: of many, the first are those that matched. */
const SHOWN_FOUND = 3;

/** A line of the tree, and what hangs from it. */
interface Branch {
  readonly text: string;
  readonly under: readonly Branch[];
}

export function renderExplanation({ rule, explanation }: ExplainedRule, hasColour: boolean): string {
  const paint = new Paint(hasColour);
  const { matched, logsource, detection } = explanation;
  const title = escapeControls(`${rule.title} (${rule.file})`);
  const lines = [
    `${paint.sign(matched)} ${title}: ${matched ? "matches" : "does not match"}`,
    ...hang([logSource(logsource, paint), branch(detection, paint)]),
  ];
  return lines.join("\n");
}

function hang(branches: readonly Branch[]): string[] {
  return branches.flatMap(({ text, under }, index) => {
    const isLast = index === branches.length - 1;
    return [
      `${isLast ? "└─" : "├─"} ${text}`,
      ...hang(under).map((line) => `${isLast ? "   " : "│  "}${line}`),
    ];
  });
}

function logSource({ applies, rule, event }: ExplainedLogSource, paint: Paint): Branch {
  const of =
    event === undefined
      ? "the event is of no form that is known"
      : `the event is from ${showSource({ product: event.product, category: event.categories.join("/"), service: event.services.join("/") })}`;
  return { text: `${paint.sign(applies)} log source: ${showSource(rule)}; ${of}`, under: [] };
}

function showSource(source: { readonly [key in keyof LogSource]: string | undefined }): string {
  const parts = (["product", "category", "service"] as const).flatMap((key) => {
    const value = source[key];
    return value === undefined || value === "" ? [] : [`${key}=${value}`];
  });
  return parts.length === 0 ? "no log source that is known" : escapeControls(parts.join(", "));
}

function branch(node: ExplainedNode, paint: Paint): Branch {
  const head = `${paint.sign(node.matched)} ${node.selection === undefined ? "" : `${paint.name(node.selection)}: `}`;
  switch (node.kind) {
    case "all":
      return { text: `${head}all of`, under: node.of.map((child) => branch(child, paint)) };
    case "any":
      return { text: `${head}any of`, under: node.of.map((child) => branch(child, paint)) };
    case "not":
      return { text: `${head}not`, under: [branch(node.of, paint)] };
    case "constant":
      return { text: `${head}always ${node.matched}`, under: [] };
    case "item":
      return item(node, head, paint);
  }
}

function item(node: ExplainedItem, head: string, paint: Paint): Branch {
  const name = [node.field === "" ? "(anywhere)" : node.field, ...node.modifiers].join("|");
  const many = node.values.length > 1 ? ` ${node.needs} of` : "";
  const values = node.values.map(({ value, matched }) => ({
    text: `${paint.sign(matched)} ${quote(value)}`,
    under: [],
  }));
  const [only] = values;
  const isOne = values.length === 1 && only !== undefined && node.moreValues === 0;
  const more =
    node.moreValues === 0
      ? []
      : [{ text: `… and ${formatNumberOf(node.moreValues, "more value")}`, under: [] }];
  return {
    text: `${head}${escapeControls(name)}:${isOne ? ` ${quote(node.values[0]?.value ?? "")}` : many}`,
    under: [...(isOne ? [] : [...values, ...more]), ...found(node, paint)],
  };
}

function found(node: ExplainedItem, paint: Paint): readonly Branch[] {
  if (node.field === "" && node.found.length === 0) return [];
  if (!node.isPresent) return [{ text: "event: has no such field", under: [] }];
  if (node.found.length === 0) return [{ text: "event: has the field, without a value", under: [] }];
  const shown = node.found.slice(0, SHOWN_FOUND).map((value) => ({
    text: `event: ${paint.found(value)}`,
    under: [],
  }));
  const hidden = node.found.length + node.moreFound - shown.length;
  return hidden === 0 ? shown : [...shown, { text: `event: … and ${hidden} more`, under: [] }];
}

function quote(text: string): string {
  return `'${cutEnd(escapeControls(text), MAX_COLUMNS)}'`;
}

class Paint {
  readonly #hasColour: boolean;

  constructor(hasColour: boolean) {
    this.#hasColour = hasColour;
  }

  sign(matched: boolean): string {
    return this.#style(matched ? "green" : "red", matched ? "✓" : "✗");
  }

  name(selection: string): string {
    return this.#style("bold", escapeControls(selection));
  }

  /** The part that matched is marked: by colour, or where there is none by »…«. */
  found({ value, at, isCut }: FoundValue): string {
    let text = isCut ? "…" : "";
    let from = 0;
    for (const [start, end] of at) {
      const part = escapeControls(value.slice(start, end));
      text += escapeControls(value.slice(from, start));
      text += this.#hasColour ? this.#style(["bold", "yellow"], part) : `»${part}«`;
      from = end;
    }
    return `${text}${escapeControls(value.slice(from))}${isCut ? "…" : ""}`;
  }

  #style(style: Parameters<typeof styleText>[0], text: string): string {
    return this.#hasColour ? styleText(style, text, { validateStream: false }) : text;
  }
}
