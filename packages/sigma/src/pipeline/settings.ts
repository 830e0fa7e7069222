// SPDX-License-Identifier: Apache-2.0
/** A map of a pipeline file, read key by key: what is wrong or left over is reported where it stands. */
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { nearest } from "../parse/nearest.ts";
import type { Reporter } from "../parse/reporter.ts";

export type Setting = string | number | boolean;

/** In one list. Placeholders have as many values. */
const MAX_TEXTS = 4096;

export class Settings {
  readonly map: YAMLMap;
  readonly reporter: Reporter;
  /** What it is the map of, for messages. */
  readonly name: string;
  readonly #asked = new Set<string>();
  #isSound = true;

  constructor(map: YAMLMap, reporter: Reporter, name: string) {
    this.map = map;
    this.reporter = reporter;
    this.name = name;
  }

  /** False where something was reported. */
  get isSound(): boolean {
    return this.#isSound;
  }

  node(key: string): Node | undefined {
    this.#asked.add(key);
    const node = this.map.get(key, true);
    return isScalar(node) && node.value === null ? undefined : node;
  }

  scalar(key: string): Setting | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    return this.invalid(`\`${key}\` must be a text, a number, true or false.`, node);
  }

  text(key: string): string | undefined {
    const value = this.scalar(key);
    return value === undefined ? undefined : String(value);
  }

  required(key: string): string {
    return this.text(key) ?? this.missing(key) ?? "";
  }

  flag(key: string): boolean {
    const value = this.scalar(key);
    if (value === undefined || typeof value === "boolean") return value ?? false;
    return this.invalid(`\`${key}\` must be true or false.`, this.node(key)) ?? false;
  }

  oneOf<T extends string>(key: string, allowed: readonly [T, ...T[]]): T {
    const text = this.text(key);
    if (text === undefined) return allowed[0];
    const found = allowed.find((one) => one === text);
    return (
      found ?? this.invalid(`\`${key}\` must be one of ${allowed.join(", ")}.`, this.node(key)) ?? allowed[0]
    );
  }

  /** A text, or a list of them. */
  texts(key: string): readonly string[] {
    const node = this.node(key);
    return node === undefined ? [] : this.#textsOf(node, key);
  }

  /** From text to one or more texts. */
  mapping(key: string): ReadonlyMap<string, readonly string[]> {
    const node = this.node(key);
    if (isMap(node)) return this.#entriesOf(node);
    this.missing(key);
    return new Map();
  }

  /** As `mapping`, of the map itself. */
  entries(): ReadonlyMap<string, readonly string[]> {
    return this.#entriesOf(this.map);
  }

  #entriesOf(map: YAMLMap): ReadonlyMap<string, readonly string[]> {
    const mapping = new Map<string, readonly string[]>();
    for (const { key, value } of map.items)
      if (isScalar(key) && key.value !== null)
        mapping.set(String(key.value), this.#textsOf(value, String(key.value)));
      else this.invalid("What is mapped must be a text; keywords have no name.", isScalar(key) ? key : map);
    return mapping;
  }

  #textsOf(node: unknown, key: string): readonly string[] {
    const nodes: readonly unknown[] = isSeq(node) ? node.items : [node];
    const texts = nodes.flatMap((one) => (isScalar(one) && one.value !== null ? [String(one.value)] : []));
    if (nodes.length > MAX_TEXTS)
      this.invalid(`\`${key}\` holds more than ${MAX_TEXTS} texts.`, isSeq(node) ? node : this.map);
    if (texts.length < nodes.length || texts.length === 0)
      this.invalid(`\`${key}\` must hold texts or lists of texts.`, isScalar(node) ? node : this.map);
    return texts;
  }

  missing(key: string): undefined {
    this.invalid(`${this.name} needs \`${key}\`.`);
  }

  invalid(message: string, at: Node = this.map): undefined {
    this.#isSound = false;
    this.reporter.report("pipeline.invalid", at, message);
  }

  /** What is wrong was reported elsewhere. */
  spoil(): undefined {
    this.#isSound = false;
  }

  /** Reports keys that nobody asked for: misspelt, they would have no effect. */
  finish(): boolean {
    for (const { key } of this.map.items) {
      if (!isScalar(key) || this.#asked.has(String(key.value))) continue;
      const meant = nearest(String(key.value), this.#asked);
      const hint = meant === undefined ? "" : ` Is \`${meant}\` meant?`;
      this.invalid(`${this.name} has no \`${key.value}\`.${hint}`, key);
    }
    return this.#isSound;
  }
}
