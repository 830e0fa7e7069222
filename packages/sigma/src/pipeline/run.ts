// SPDX-License-Identifier: Apache-2.0
/** One rule on its way through pipelines, from one transformation to the next. */
import type { Node } from "yaml";
import { and, type Expression, type Field, not } from "../expression.ts";
import type { Placeholders } from "../modifiers/apply.ts";
import type { Value } from "../modifiers/value.ts";
import type { Processed, Processing } from "../parse/detection.ts";
import {
  countValues,
  type Detection,
  detectionExpression,
  type ItemDetection,
  itemsOf,
  mapItems,
} from "../parse/detection-tree.ts";
import type { Reporter } from "../parse/reporter.ts";
import { MAX_TESTS } from "../parse/search-identifier.ts";
import type { LogSource, RuleHead } from "../rule.ts";
import type { RuleView } from "./conditions.ts";
import type { Setting } from "./settings.ts";
import {
  isText,
  type Pipeline,
  type ProcessingItem,
  Refusal,
  type Transformation,
} from "./transformation.ts";
import { changeValue, type SingleValue, singleValues } from "./values.ts";

/** Of the values of one item, all together. */
const MAX_CHARACTERS = 1_000_000;
/** Names of one field that a correlation looks for. */
const MAX_NAMES = 100;

interface Added {
  readonly name: string;
  readonly isNegated: boolean;
}

type Names = Extract<Transformation, { kind: "names" }>;

export class PipelineRun implements Processing, RuleView {
  readonly head: RuleHead;
  readonly level: string | undefined;
  logsource: LogSource;
  readonly state = new Map<string, Setting | readonly Setting[]>();
  readonly applied = new Set<string>();
  readonly #pipelines: readonly Pipeline[];
  readonly #given: Placeholders;
  readonly #detections = new Map<string, Detection>();
  readonly #added: Added[] = [];
  readonly #variables: Pipeline["variables"];
  /** Names that a mapping has, or gave. */
  readonly #mapped = new Set<string>();
  readonly #renamings: { readonly item: ProcessingItem; readonly names: Names }[] = [];

  constructor(
    pipelines: readonly Pipeline[],
    rule: { readonly head: RuleHead; readonly level?: string; readonly logsource: LogSource },
    placeholders: Placeholders,
  ) {
    this.#pipelines = pipelines.toSorted((a, b) => a.priority - b.priority);
    this.head = rule.head;
    this.level = rule.level;
    this.logsource = rule.logsource;
    this.#given = placeholders;
    // As pySigma does where it joins pipelines: one may use what another says.
    this.#variables = new Map(this.#pipelines.flatMap(({ variables }) => [...variables]));
    for (const [key, value] of this.#variables) this.state.set(key, value);
  }

  get detections(): Iterable<Detection> {
    return this.#detections.values();
  }

  /**
   * What was given by hand, then what pipelines say. Asked while the rule is read: conditions see the rule as written,
   * without its detection.
   */
  readonly placeholders = (field: Field): Placeholders => {
    if (this.#pipelines.length === 0) return this.#given;
    return { get: (name) => this.#given.get(name) ?? this.#fromPipelines(name, field) };
  };

  #fromPipelines(name: string, field: Field): readonly string[] | undefined {
    for (const { items } of this.#pipelines) {
      for (const item of flatten(items, this)) {
        const { transformation } = item;
        if (transformation.kind !== "placeholders" || !item.name((holds) => holds(field, NONE, this)))
          continue;
        const found = transformation.values(name, this.#variables);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  process(detections: ReadonlyMap<string, Detection>, reporter: Reporter, at: Node): Processed | undefined {
    for (const [name, detection] of detections) this.#detections.set(name, detection);
    try {
      for (const { items } of this.#pipelines) for (const item of items) this.#step(item);
      return this.#result();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      reporter.report(error.code, error.at ?? at, error.message);
      return undefined;
    }
  }

  /** The names that a field of the rule, as written, has after all pipelines. */
  readonly namesOf = (field: string): readonly string[] => {
    let names: readonly string[] = [field];
    for (const {
      item,
      names: { rename },
    } of this.#renamings)
      names = names
        .slice(0, MAX_NAMES)
        .flatMap((name) =>
          item.name((holds) => holds(name, NONE, this)) ? (rename(name) ?? [name]) : [name],
        );
    return names.slice(0, MAX_NAMES);
  };

  get isRenaming(): boolean {
    return this.#renamings.length > 0;
  }

  #result(): Processed {
    const added = this.#added.flatMap(({ name, isNegated }): Expression[] => {
      const detection = this.#detections.get(name);
      this.#detections.delete(name);
      if (detection === undefined) return [];
      const expression = detectionExpression(detection);
      return [isNegated ? not(expression) : expression];
    });
    return { detections: this.#detections, added: added.length === 0 ? [] : [and(added)] };
  }

  #step(item: ProcessingItem): void {
    if (!item.rule((holds) => holds(this))) return;
    const { transformation } = item;
    switch (transformation.kind) {
      case "nest":
        for (const inner of transformation.items) this.#step(inner);
        break;
      case "names":
        this.#renamings.push({ item, names: transformation });
        this.#changeItems(item, (detection) => this.#rename(detection, item, transformation));
        break;
      case "values":
        this.#changeItems(item, (detection) => changeItem(detection, transformation));
        break;
      case "items":
        this.#changeItems(item, transformation.change);
        break;
      case "condition": {
        const name = ` added ${this.#added.length}`; // no name that a rule could give
        this.#detections.set(name, markAll(transformation.detection(this.logsource), item.id));
        this.#added.push({ name, isNegated: transformation.isNegated });
        this.#requireFewTests();
        break;
      }
      case "logsource":
        this.logsource = transformation.logsource;
        break;
      case "strict":
        this.#requireMapped();
        break;
      case "state":
        this.state.set(transformation.key, transformation.value);
        break;
      case "refusal":
        throw new Refused(transformation.refusal.code, transformation.refusal.message);
      case "placeholders":
      case "nothing":
    }
    if (item.id !== undefined) this.applied.add(item.id);
  }

  /** After each transformation: what makes ten of one, ten times over, is not to be waited for. */
  #requireFewTests(): void {
    let count = 0;
    for (const detection of this.#detections.values()) count += countValues(detection);
    if (count > MAX_TESTS) throw tooMany();
  }

  #changeItems(
    item: ProcessingItem,
    change: (detection: ItemDetection) => Detection | Refusal | undefined,
  ): void {
    let made = 0;
    for (const [name, detection] of this.#detections) {
      const changed = mapItems(detection, (one) => {
        const result = this.#isMeant(item, one) ? changeOrRefuse(one, change) : one;
        made += result === undefined ? 0 : countValues(result);
        if (made > MAX_TESTS) throw tooMany();
        return result === undefined || result === one ? result : markAll(result, item.id);
      });
      if (changed !== undefined) this.#detections.set(name, changed);
      else if (this.#added.some((added) => added.name === name)) this.#detections.delete(name);
      else throw new Refused("pipeline.nothing_left", `Pipelines leave nothing of \`${name}\`.`);
    }
    this.#requireFewTests();
  }

  #requireMapped(): void {
    for (const detection of this.#detections.values())
      for (const { item, at } of itemsOf(detection))
        if (isText(item.field) && !this.#mapped.has(item.field))
          throw new Refused(
            "pipeline.refused",
            `No mapping of the pipelines has the field \`${item.field}\`.`,
            at,
          );
  }

  /** A name that a value refers to (`fieldref`) counts as the item's own does. */
  #isMeant(item: ProcessingItem, detection: ItemDetection): boolean {
    if (!item.item((holds) => holds(detection, this))) return false;
    const applied = detection.applied ?? NONE;
    if (item.transformation.kind === "names") return true; // asked for each name
    return item.name((holds) => holds(detection.item.field, applied, this));
  }

  #rename(detection: ItemDetection, item: ProcessingItem, { rename }: Names): Detection {
    const applied = detection.applied ?? NONE;
    const renamed = (name: string): readonly string[] | undefined =>
      item.name((holds) => holds(name, applied, this)) ? rename(name) : undefined;
    const { field, negated } = detection.item;
    const own = isText(field) ? renamed(field) : undefined;
    const values = changeValues(detection.item.values, (single) => renameReference(single, renamed));
    if (own === undefined && values === detection.item.values) return detection;
    if (own !== undefined) for (const name of [String(field), ...own]) this.#mapped.add(name);
    const of = (own ?? [field]).map(
      (name): Detection => ({
        ...detection,
        item: { ...detection.item, field: name, values, origin: { ...detection.item.origin } },
      }),
    );
    const [first] = of;
    return of.length === 1 && first !== undefined ? first : { kind: negated ? "all" : "any", of };
  }
}

/** Begins the way of a rule or filter through the pipelines. */
export type StartRun = (rule: ConstructorParameters<typeof PipelineRun>[1]) => PipelineRun;

/** Why nothing comes of a rule; never leaves this file. */
class Refused extends Error {
  readonly code: Refusal["code"] | "pipeline.nothing_left" | "detection.too_large";
  readonly at: ItemDetection["at"] | undefined;

  constructor(code: Refused["code"], message: string, at?: ItemDetection["at"]) {
    super(message);
    this.code = code;
    this.at = at;
  }
}

function changeOrRefuse(
  detection: ItemDetection,
  change: (detection: ItemDetection) => Detection | Refusal | undefined,
): Detection | undefined {
  const result = change(detection);
  if (result instanceof Refusal) throw new Refused(result.code, result.message, detection.at);
  return result;
}

function tooMany(): Refused {
  return new Refused("detection.too_large", "Pipelines make too many tests of the detection.");
}

const NONE: ReadonlySet<string> = new Set();

/** Nested ones too, of which all conditions hold. */
function* flatten(items: readonly ProcessingItem[], rule: RuleView): Generator<ProcessingItem> {
  for (const item of items) {
    if (!item.rule((holds) => holds(rule))) continue;
    if (item.transformation.kind === "nest") yield* flatten(item.transformation.items, rule);
    else yield item;
  }
}

function markAll(detection: Detection, id: string | undefined): Detection {
  if (id === undefined) return detection;
  const mark = (one: ItemDetection): Detection => ({
    ...one,
    applied: new Set([...(one.applied ?? []), id]),
  });
  return mapItems(detection, mark) ?? detection;
}

/** The same list where nothing changes. */
function changeValues(
  values: readonly Value[],
  change: (value: SingleValue) => Value | undefined,
): readonly Value[] {
  let isChanged = false;
  let made = 0;
  let characters = 0;
  const changed = values.map((value) =>
    changeValue(value, (single) => {
      const other = change(single);
      isChanged ||= other !== undefined;
      made += other?.kind === "variants" ? other.of.length : 1;
      characters += other === undefined ? 0 : lengthOf(other);
      if (made > MAX_TESTS || characters > MAX_CHARACTERS) throw tooMany();
      return other;
    }),
  );
  return isChanged ? changed : values;
}

function lengthOf(value: Value): number {
  let length = 0;
  for (const single of singleValues(value))
    if (single.kind === "text")
      for (const part of single.pattern.parts) length += typeof part === "string" ? part.length : 1;
  return length;
}

function changeItem(
  detection: ItemDetection,
  { change }: Extract<Transformation, { kind: "values" }>,
): Detection | Refusal {
  const refusals: Refusal[] = [];
  const values = changeValues(detection.item.values, (single) => {
    const changed = change(single);
    if (!(changed instanceof Refusal)) return changed;
    refusals.push(changed);
    return undefined;
  });
  if (values === detection.item.values) return refusals[0] ?? detection;
  return refusals[0] ?? { ...detection, item: { ...detection.item, values } };
}

function renameReference(
  value: SingleValue,
  renamed: (name: string) => readonly string[] | undefined,
): Value | undefined {
  if (value.kind !== "test" || value.test.kind !== "fieldref") return undefined;
  const { test } = value;
  const of = renamed(test.field)?.map((field): Value => ({ ...value, test: { ...test, field } }));
  return of?.length === 1 ? of[0] : of && { kind: "variants", of };
}
