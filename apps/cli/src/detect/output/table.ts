// SPDX-License-Identifier: Apache-2.0
/**
 * Matches as rows of a table, each printed when it is found: the widths come from the terminal and not from the rows,
 * so that no row is held back. On a wide terminal a match is one line; on a narrow one, three. Where the output is
 * not a terminal nothing is cut, so that a pipe into a search sees the whole value.
 */
import { styleText } from "node:util";
import type { Level } from "@fengsui/sigma";
import { columnsOf, cutStart, escapeControls, fit, padEnd } from "../../terminal.ts";
import { formatTime, type MatchFormat, type MatchRecord } from "../match-record.ts";

export interface TableOptions {
  readonly width: number;
  /** On a terminal cells are cut, and levels have a shape. */
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
}

type Style = Parameters<typeof styleText>[0];

const LEVEL_STYLES: Readonly<Record<Level, { readonly shape: string; readonly style: Style }>> = {
  critical: { shape: "█", style: ["bold", "magenta"] },
  high: { shape: "▆", style: ["bold", "red"] },
  medium: { shape: "▄", style: "yellow" },
  low: { shape: "▂", style: "cyan" },
  informational: { shape: "▁", style: "dim" },
};

const NARROWEST_SINGLE_LINE = 120;
const GAP = "  ";
const TIME_WIDTH = 24;
const LEVEL_WIDTH = 15;
const TECHNIQUE_WIDTH = 12;

/** A level as a word; on a terminal with a shape, so that colour is never the only sign. */
export function showLevel(level: Level, options: TableOptions, width: number): string {
  const { shape, style } = LEVEL_STYLES[level];
  const cell = padEnd(options.isTerminal ? `${shape} ${level}` : level, width);
  return options.hasColour ? styleText(style, cell, { validateStream: false }) : cell;
}

export function tableFormat(options: TableOptions): MatchFormat {
  return options.width >= NARROWEST_SINGLE_LINE ? singleLine(options) : stacked(options);
}

function singleLine(options: TableOptions): MatchFormat {
  const fixed = TIME_WIDTH + LEVEL_WIDTH + TECHNIQUE_WIDTH + 6 * GAP.length;
  const free = options.width - fixed;
  const rule = Math.floor(free * 0.3);
  const host = Math.floor(free * 0.14);
  const source = Math.floor(free * 0.22);
  const fields = free - rule - host - source;
  const titles = [
    padEnd("TIME", TIME_WIDTH),
    padEnd("LEVEL", LEVEL_WIDTH),
    padEnd("RULE", rule),
    padEnd("TECHNIQUE", TECHNIQUE_WIDTH),
    padEnd("HOST", host),
    padEnd("MATCHED FIELDS", fields),
    "SOURCE",
  ];
  return {
    header: `${titles.join(GAP)}\n`,
    format: (record) => {
      const cells = [
        padEnd(formatTime(record.time) ?? "-", TIME_WIDTH),
        showLevel(record.rule.level, options, LEVEL_WIDTH),
        padEnd(show(record.rule.title, rule, options), rule),
        padEnd(showTechniques(record, TECHNIQUE_WIDTH, options), TECHNIQUE_WIDTH),
        padEnd(show(record.host ?? "-", host, options), host),
        padEnd(showFields(record, fields, options), fields),
        showSource(record, source, options),
      ];
      return `${cells.join(GAP)}\n`;
    },
  };
}

function stacked(options: TableOptions): MatchFormat {
  const inner = options.width - 4;
  return {
    header: "",
    format: (record) => {
      const head = `${padEnd(formatTime(record.time) ?? "-", TIME_WIDTH)}${GAP}`;
      const title = show(record.rule.title, Math.max(10, inner - TIME_WIDTH - LEVEL_WIDTH), options);
      const host = `${showTechniques(record, TECHNIQUE_WIDTH, options)}${GAP}${show(record.host ?? "-", 20, options)}`;
      const source = showSource(record, Math.max(10, inner - columnsOf(host) - GAP.length), options);
      return [
        `${head}${showLevel(record.rule.level, options, LEVEL_WIDTH)}${GAP}${title}`,
        `    ${host}${GAP}${source}`,
        `    ${showFields(record, inner, options)}\n`,
      ].join("\n");
    },
  };
}

function show(text: string, width: number, options: TableOptions): string {
  return options.isTerminal ? fit(text, width) : escapeControls(text);
}

function showTechniques(record: MatchRecord, width: number, options: TableOptions): string {
  const [first, ...others] = record.rule.techniques;
  if (first === undefined) return "-";
  return show(others.length === 0 ? first : `${first}+${others.length}`, width, options);
}

function showFields(record: MatchRecord, width: number, options: TableOptions): string {
  const fields = record.fields.map(({ field, value }) => `${field}=${value}`);
  return show(fields.join(GAP), width, options);
}

function showSource(record: MatchRecord, width: number, options: TableOptions): string {
  const source = escapeControls(`${record.file}:${record.position}`);
  return options.isTerminal ? cutStart(source, width) : source;
}
