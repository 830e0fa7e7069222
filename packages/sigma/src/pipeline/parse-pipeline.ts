// SPDX-License-Identifier: Apache-2.0
/** Text of a pipeline file, in pySigma's format, to a pipeline; what is wrong with it are diagnostics. */
import { Document, isMap, isScalar, isSeq, LineCounter } from "yaml";
import type { Diagnostic } from "../diagnostics.ts";
import { readDocuments } from "../parse/documents.ts";
import { nearest } from "../parse/nearest.ts";
import { Reporter } from "../parse/reporter.ts";
import { readConditions } from "./linking.ts";
import { readItemCondition, readNameCondition, readRuleCondition } from "./read-conditions.ts";
import { TRANSFORMATIONS } from "./read-transformations.ts";
import { type Setting, Settings } from "./settings.ts";
import type { Pipeline, ProcessingItem, Transformation } from "./transformation.ts";

export interface ParsedPipeline {
  /** Undefined where one of the diagnostics is an error: half a pipeline would find other things. */
  readonly pipeline?: Pipeline;
  readonly diagnostics: readonly Diagnostic[];
}

export function parsePipeline(text: string, file: string): ParsedPipeline {
  const { documents, reporter } = readDocuments(text, file);
  const [document, another] = documents;
  if (another !== undefined)
    reporter.report("pipeline.invalid", another.contents, "A file holds one pipeline; this is a second.");
  if (document === undefined && reporter.diagnostics.length === 0)
    reporter.report("pipeline.invalid", undefined, "The file holds no pipeline.");
  return readPipeline(document?.contents, reporter);
}

/** A pipeline that is written in code, as a file would have it. */
export function definePipeline(definition: object, name: string): ParsedPipeline {
  return readPipeline(
    new Document(definition, { aliasDuplicateObjects: false }).contents,
    new Reporter(name, "", new LineCounter()),
  );
}

function readPipeline(contents: unknown, reporter: Reporter): ParsedPipeline {
  const pipeline = isMap(contents) ? readMap(new Settings(contents, reporter, "The pipeline")) : undefined;
  if (contents !== undefined && !isMap(contents))
    reporter.report("pipeline.invalid", undefined, "A pipeline is a map with `transformations`.");
  const { diagnostics } = reporter;
  const isSound = diagnostics.every(({ severity }) => severity !== "error");
  return isSound && pipeline !== undefined ? { pipeline, diagnostics } : { diagnostics };
}

const WITHOUT_EFFECT = ["postprocessing", "finalizers"];

function readMap(settings: Settings): Pipeline {
  const priority = settings.scalar("priority") ?? 0;
  if (typeof priority !== "number")
    settings.invalid("`priority` must be a number.", settings.node("priority"));
  for (const key of WITHOUT_EFFECT) {
    const node = settings.node(key);
    if (node !== undefined)
      settings.reporter.report("pipeline.no_effect", node, `\`${key}\` changes queries; here none is made.`);
  }
  settings.node("allowed_backends");
  const pipeline = {
    name: settings.text("name") ?? settings.reporter.file,
    priority: Number(priority),
    variables: readVariables(settings),
    items: readItems(settings, "transformations", 0),
  };
  settings.finish();
  return pipeline;
}

function readVariables(settings: Settings): Pipeline["variables"] {
  const node = settings.node("vars");
  const variables = new Map<string, Setting | readonly Setting[]>();
  if (node === undefined) return variables;
  if (!isMap(node)) {
    settings.invalid("`vars` must be a map of names to values.", node);
    return variables;
  }
  for (const { key, value } of node.items) {
    const nodes: readonly unknown[] = isSeq(value) ? value.items : [value];
    const found = nodes.flatMap((one) => {
      const scalar = isScalar(one) ? one.value : undefined;
      return typeof scalar === "string" || typeof scalar === "number" || typeof scalar === "boolean"
        ? [scalar]
        : [];
    });
    if (found.length < nodes.length)
      settings.invalid("`vars` must hold texts, numbers, or lists of them.", isScalar(key) ? key : node);
    const [first] = found;
    if (isSeq(value)) variables.set(String(key), found);
    else if (first !== undefined) variables.set(String(key), first);
  }
  return variables;
}

const MAX_NESTING = 8;
const MAX_ITEMS = 1000;

function readItems(settings: Settings, key: string, depth: number): readonly ProcessingItem[] {
  const node = settings.node(key);
  if (node === undefined) return [];
  if (!isSeq(node) || depth > MAX_NESTING) {
    settings.invalid(isSeq(node) ? "Nested too deeply." : `\`${key}\` must be a list.`, node);
    return [];
  }
  if (node.items.length > MAX_ITEMS)
    settings.invalid(`There are more than ${MAX_ITEMS} transformations.`, node);
  return node.items.slice(0, MAX_ITEMS).flatMap((map) => {
    if (isMap(map)) return readItem(new Settings(map, settings.reporter, "The transformation"), depth) ?? [];
    settings.invalid("A transformation must be a map with `type`.", node);
    return [];
  });
}

function readItem(settings: Settings, depth: number): ProcessingItem | undefined {
  const type = settings.required("type");
  const id = settings.text("id");
  const rule = readConditions(settings, "rule", readRuleCondition);
  const item = readConditions(settings, "detection_item", readItemCondition);
  const name = readConditions(settings, "field_name", readNameCondition);
  const isSound = settings.isSound;
  const transformation = readTransformation(type, settings, depth);
  if (transformation === undefined) return undefined;
  if (transformation.kind === "placeholders" && settings.node("detection_item_conditions") !== undefined)
    return settings.invalid(
      "Placeholders are filled in before there are values to ask for: name their fields in `field_name_conditions`.",
      settings.node("detection_item_conditions"),
    );
  return settings.finish() && isSound ? { id, transformation, rule, item, name } : undefined;
}

function readTransformation(type: string, settings: Settings, depth: number): Transformation | undefined {
  if (type === "nest") return { kind: "nest", items: readItems(settings, "items", depth + 1) };
  const read = TRANSFORMATIONS.get(type);
  if (read !== undefined) return read(settings);
  if (type === "") return undefined;
  const meant = nearest(type, [...TRANSFORMATIONS.keys(), "nest"]);
  const hint = meant === undefined ? "" : ` Is \`${meant}\` meant?`;
  settings.reporter.report(
    "pipeline.unknown",
    settings.node("type"),
    `There is no transformation \`${type}\`.${hint}`,
  );
  return undefined;
}
