// SPDX-License-Identifier: Apache-2.0
/**
 * The tree of a YAML document as the rest of the parser may rely on: not deep, no key twice, and every alias replaced
 * by what it stands for, up to a limit: aliases of aliases are how a small file becomes a huge one.
 */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, Pair, type YAMLMap } from "yaml";
import type { Reporter } from "./reporter.ts";

const MAX_DEPTH = 32;
/** Nodes that the aliases of one document may stand for. */
const MAX_ALIASED_NODES = 10_000;

/** False after reporting what is wrong. Changes the document. */
export function settleShape(document: Document.Parsed, reporter: Reporter): boolean {
  try {
    new Settler(reporter).settle(document.contents, 0);
    return true;
  } catch (error) {
    if (error instanceof Unsound) return false;
    throw error;
  }
}

/** What was found is reported already. */
class Unsound extends Error {}

interface Extent {
  readonly size: number;
  readonly height: number;
}

interface Settled extends Extent {
  readonly node: unknown;
}

class Settler {
  readonly #reporter: Reporter;
  readonly #anchors = new Map<string, Node>();
  readonly #extents = new Map<Node, Extent>();
  #aliased = 0;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  settle(node: unknown, depth: number): Settled {
    if (isAlias(node)) return this.#resolve(node.source, node, depth);
    if (!isNode(node)) return { node, size: 1, height: 0 };
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (depth > MAX_DEPTH) this.#refuse("yaml.too_deep", node);
    const extent = isMap(node) || isSeq(node) ? this.#settleItems(node, depth) : { size: 1, height: 0 };
    if (node.anchor !== undefined) this.#extents.set(node, extent);
    return { node, ...extent };
  }

  #settleItems(node: Node & { items: unknown[] }, depth: number): Extent {
    let size = 1;
    let height = 0;
    const settle = (item: unknown): unknown => {
      const settled = this.settle(item, depth + 1);
      size += settled.size;
      height = Math.max(height, settled.height + 1);
      return settled.node;
    };
    for (const [index, item] of node.items.entries()) {
      if (item instanceof Pair) {
        item.key = settle(item.key);
        item.value = settle(item.value);
      } else node.items[index] = settle(item);
    }
    if (isMap(node)) this.#settleKeys(node);
    return { size, height };
  }

  #resolve(name: string, alias: Node, depth: number): Settled {
    const node = this.#anchors.get(name);
    if (node === undefined) this.#refuse("yaml.syntax", alias, `There is no anchor \`${name}\` before this.`);
    const extent = this.#extents.get(node);
    if (extent === undefined) this.#refuse("yaml.too_deep", alias, `\`${name}\` contains itself.`);
    if (depth + extent.height > MAX_DEPTH) this.#refuse("yaml.too_deep", alias);
    this.#aliased += extent.size;
    if (this.#aliased > MAX_ALIASED_NODES) this.#refuse("yaml.too_many_aliases", alias);
    return { node, ...extent };
  }

  /** `<<` takes in the pairs of another map, or of a list of maps, whose keys are not there yet (YAML 1.1, merge key). */
  #settleKeys(map: YAMLMap): void {
    const keys = new Set<unknown>();
    let isSound = true;
    const merged: unknown[] = [];
    for (const { key, value } of map.items) {
      const name = keyOf(key);
      if (name === "<<") merged.push(...(isSeq(value) ? value.items : [value]));
      if (keys.has(name)) {
        this.#reporter.report("yaml.duplicate_key", isNode(key) ? key : map);
        isSound = false;
      }
      keys.add(name);
    }
    if (!isSound) throw new Unsound();
    if (merged.length > 0) this.#merge(map, merged, keys);
  }

  #merge(map: YAMLMap, sources: readonly unknown[], keys: Set<unknown>): void {
    map.items = map.items.filter(({ key }) => keyOf(key) !== "<<");
    for (const source of sources) {
      if (!isMap(source)) this.#refuse("yaml.syntax", map, "`<<` takes a map or a list of maps.");
      for (const pair of source.items) {
        const name = keyOf(pair.key);
        if (keys.has(name)) continue;
        keys.add(name);
        map.items.push(new Pair(pair.key, pair.value));
      }
    }
  }

  #refuse(code: Parameters<Reporter["report"]>[0], place: Node, message?: string): never {
    this.#reporter.report(code, place, message);
    throw new Unsound();
  }
}

function keyOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key;
}
