// SPDX-License-Identifier: Apache-2.0
/**
 * The tree of an EVTX record as JSON, in the shape of `evtx_dump`: attributes under `#attributes`, `<Data Name="X">`
 * as field X of its parent, an element that is nothing but a value as that value with its own type. Three things
 * differ, so that a rule finds a field where it expects one: `EventID` is always a number (its `Qualifiers` go to
 * `EventID_attributes`), elements of the same name become one list, and nameless `<Data>` are `Data`, a string or
 * a list of strings.
 */
import { type BinXmlChunk, BinXmlError, type XmlElement, type XmlNode, type XmlPart } from "./binxml.ts";
import { BINXML_VALUE, type RawValue, readValue } from "./binxml-values.ts";
import { type EventFields, isJsonObject, type JsonObject, type JsonValue, setField } from "./json.ts";

/** More nodes than this in one record of a 64 KiB chunk are an attack: holes that multiply what fills them. */
const MAX_NODES = 50_000;

/** The event of the record whose binary XML lies between two offsets. */
export function readEvent(chunk: BinXmlChunk, start: number, end: number, maxDepth: number): JsonObject {
  return new EventBuilder(chunk, maxDepth).build(start, end);
}

interface Content {
  readonly elements: {
    readonly element: XmlElement;
    readonly values: readonly RawValue[];
    readonly depth: number;
  }[];
  /** The values and texts between the elements; a lone one keeps its type. */
  readonly texts: JsonValue[];
}

class EventBuilder {
  readonly #chunk: BinXmlChunk;
  readonly #maxDepth: number;
  #nodes = 0;

  constructor(chunk: BinXmlChunk, maxDepth: number) {
    this.#chunk = chunk;
    this.#maxDepth = maxDepth;
  }

  build(start: number, end: number): JsonObject {
    const content = this.#collect(this.#chunk.parse(start, end), [], 0);
    if (content.elements.length === 0) throw new BinXmlError("a record without an element");
    return this.#elementsToObject(content, {});
  }

  /** Puts together what stands side by side in the end, through templates and embedded fragments. */
  #collect(nodes: readonly XmlNode[], values: readonly RawValue[], depth: number): Content {
    const content: Content = { elements: [], texts: [] };
    this.#collectInto(content, nodes, values, depth);
    return content;
  }

  #collectInto(
    content: Content,
    nodes: readonly XmlNode[],
    values: readonly RawValue[],
    depth: number,
  ): void {
    if (depth > this.#maxDepth) throw new BinXmlError("elements are nested too deep");
    for (const node of nodes) {
      if (++this.#nodes > MAX_NODES) throw new BinXmlError(`more than ${MAX_NODES} nodes`);
      if (node.kind === "element") content.elements.push({ element: node, values, depth });
      else if (node.kind === "text") content.texts.push(node.text);
      else if (node.kind === "instance") this.#collectInto(content, node.nodes, node.values, depth + 1);
      else this.#collectHole(content, values[node.index], depth);
    }
  }

  #collectHole(content: Content, value: RawValue | undefined, depth: number): void {
    if (value === undefined) return;
    if (value.type === BINXML_VALUE) {
      const nodes = value.size === 0 ? [] : this.#chunk.parse(value.offset, value.offset + value.size);
      this.#collectInto(content, nodes, [], depth + 1);
      return;
    }
    const json = readValue(this.#chunk.bytes, value);
    if (json !== null) content.texts.push(json);
  }

  #elementsToObject(content: Content, fields: EventFields): JsonObject {
    for (const { element, values, depth } of content.elements) {
      const attributes = this.#attributes(element, values);
      const name = isData(element) ? attributes?.["Name"] : undefined;
      if (typeof name === "string" && name !== "") {
        addField(fields, name, this.#elementToJson(element, values, depth, undefined));
      } else if (isEventId(element)) {
        addField(fields, element.name, this.#elementToJson(element, values, depth, undefined));
        if (attributes !== undefined) fields["EventID_attributes"] = attributes;
      } else {
        addField(fields, element.name, this.#elementToJson(element, values, depth, attributes));
      }
    }
    return fields;
  }

  #elementToJson(
    element: XmlElement,
    values: readonly RawValue[],
    depth: number,
    attributes: JsonObject | undefined,
  ): JsonValue {
    const content = this.#collect(element.children, values, depth + 1);
    const text = joinTexts(content.texts);
    if (content.elements.length === 0 && attributes === undefined) return text;
    const fields: EventFields = attributes === undefined ? {} : { "#attributes": attributes };
    if (text !== null && !isBlank(text)) fields["#text"] = text;
    return this.#elementsToObject(content, fields);
  }

  /** Undefined if all are empty: an attribute whose value is missing is not there. */
  #attributes(element: XmlElement, values: readonly RawValue[]): JsonObject | undefined {
    let attributes: EventFields | undefined;
    for (const { name, parts } of element.attributes) {
      const json = joinTexts(this.#partsToJson(parts, values));
      if (json === null) continue;
      attributes ??= {};
      setField(attributes, name, json);
    }
    return attributes;
  }

  #partsToJson(parts: readonly XmlPart[], values: readonly RawValue[]): JsonValue[] {
    const texts: JsonValue[] = [];
    for (const part of parts) {
      if (part.kind === "text") {
        texts.push(part.text);
        continue;
      }
      const value = values[part.index];
      const json = value === undefined ? null : readValue(this.#chunk.bytes, value);
      if (json !== null) texts.push(json);
    }
    return texts;
  }
}

function isData(element: XmlElement): boolean {
  return element.name === "Data" || element.name === "ComplexData";
}

function isEventId(element: XmlElement): boolean {
  return element.name === "EventID";
}

function isBlank(json: JsonValue): boolean {
  return typeof json === "string" && json.trim() === "";
}

function joinTexts(texts: readonly JsonValue[]): JsonValue {
  if (texts.length <= 1) return texts[0] ?? null;
  return texts.map((text) => (typeof text === "object" ? JSON.stringify(text) : String(text))).join("");
}

/** Elements of the same name, and the strings of a nameless Data, become one list. */
function addField(fields: EventFields, name: string, json: JsonValue): void {
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (before === undefined) {
    setField(fields, name, json);
    return;
  }
  const list = typeof before === "object" && before !== null && !isJsonObject(before) ? before : [before];
  setField(
    fields,
    name,
    typeof json === "object" && json !== null && !isJsonObject(json) ? [...list, ...json] : [...list, json],
  );
}
