// SPDX-License-Identifier: Apache-2.0
/** How the conditions of a processing item are joined: by and, by or, or by an expression of their names. */
import { isMap, isSeq, type YAMLMap } from "yaml";
import { BooleanParser } from "../parse/boolean.ts";
import { Settings } from "./settings.ts";

/** Conditions that are joined, as one. */
export type Joined<C> = (holds: (condition: C) => boolean) => boolean;

interface Named<C> {
  readonly name: string;
  readonly condition: C;
}

/** Reads `<kind>_conditions`, `_cond_op`, `_cond_not` and `_cond_expr` (also written `_cond_expression`). */
export function readConditions<C>(
  settings: Settings,
  kind: "rule" | "detection_item" | "field_name",
  read: (settings: Settings, type: string) => C | undefined,
): Joined<C> {
  const conditions = readNamed(settings, `${kind}_conditions`, read);
  const operator = settings.text(`${kind}_cond_op`);
  if (operator !== undefined && operator !== "and" && operator !== "or")
    settings.invalid(`\`${kind}_cond_op\` must be and or or.`);
  const isNegated = settings.flag(`${kind}_cond_not`);
  const expression = settings.text(`${kind}_cond_expr`) ?? settings.text(`${kind}_cond_expression`);
  if (expression !== undefined && operator !== undefined)
    settings.invalid(`\`${kind}_cond_op\` and \`${kind}_cond_expr\` exclude each other.`);
  if (conditions.length === 0 && expression === undefined) return () => true;
  const joined =
    expression === undefined ? join(conditions, operator) : parse(expression, conditions, settings, kind);
  return isNegated ? (holds) => !joined(holds) : joined;
}

function readNamed<C>(
  settings: Settings,
  key: string,
  read: (settings: Settings, type: string) => C | undefined,
): readonly Named<C>[] {
  const node = settings.node(key);
  if (node === undefined) return [];
  const maps: { name: string; map: unknown }[] = [];
  if (isSeq(node))
    for (const [index, map] of node.items.entries()) maps.push({ name: String(index + 1), map });
  else if (isMap(node))
    for (const { key: name, value } of node.items) maps.push({ name: String(name), map: value });
  else settings.invalid(`\`${key}\` must be a list or a map of conditions.`, node);
  return maps.flatMap(({ name, map }) => {
    if (isMap(map)) return readOne(map, name, settings, read) ?? [];
    settings.invalid("A condition must be a map with `type`.", node);
    return [];
  });
}

function readOne<C>(
  map: YAMLMap,
  name: string,
  outer: Settings,
  read: (settings: Settings, type: string) => C | undefined,
): Named<C> | undefined {
  const settings = new Settings(map, outer.reporter, "The condition");
  const condition = read(settings, settings.required("type"));
  if (condition !== undefined) settings.finish();
  return condition === undefined || !settings.isSound ? outer.spoil() : { name, condition };
}

function join<C>(conditions: readonly Named<C>[], operator: string | undefined): Joined<C> {
  return operator === "or"
    ? (holds) => conditions.some(({ condition }) => holds(condition))
    : (holds) => conditions.every(({ condition }) => holds(condition));
}

class Unreadable extends Error {}

const MAX_DEPTH = 32;

class LinkParser<C> extends BooleanParser<Joined<C>> {
  protected readonly missingName = "A name of a condition is missing.";
  readonly #conditions: readonly Named<C>[];

  constructor(text: string, conditions: readonly Named<C>[]) {
    super(
      text.match(/[()]|[^\s()]+/g) ?? [],
      {
        and: (of) => (holds) => of.every((one) => one(holds)),
        or: (of) => (holds) => of.some((one) => one(holds)),
        not: (one) => (holds) => !one(holds),
      },
      MAX_DEPTH,
    );
    this.#conditions = conditions;
  }

  parse(): Joined<C> {
    const joined = this.expression();
    const rest = this.tokens[this.next];
    if (rest !== undefined) this.fail("syntax", `\`${rest}\` is not expected here.`);
    return joined;
  }

  protected operand(name: string): Joined<C> {
    const named = this.#conditions.find((one) => one.name === name);
    if (named === undefined) this.fail("syntax", `There is no condition \`${name}\`.`);
    return (holds) => holds(named.condition);
  }

  protected fail(_: "syntax" | "too_deep", message: string): never {
    throw new Unreadable(message);
  }
}

function parse<C>(
  text: string,
  conditions: readonly Named<C>[],
  settings: Settings,
  kind: string,
): Joined<C> {
  try {
    return new LinkParser(text, conditions).parse();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    // Of conditions that are wrong themselves, it is said already.
    if (settings.isSound) settings.invalid(error.message, settings.node(`${kind}_cond_expr`));
    return () => false;
  }
}
