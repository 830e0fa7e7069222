// SPDX-License-Identifier: Apache-2.0
/**
 * Binary XML of one EVTX chunk, as a tree with holes. A record names a template (a tree, stored once in a chunk) and
 * brings the values for its holes. So templates are parsed once a chunk and kept; a record costs its values only.
 *
 * Names, templates and values are all found by their offset in the chunk. Any offset and any size may be a lie:
 * reading outside of the chunk throws a `RangeError`, anything else that cannot be a `BinXmlError`, and the caller
 * takes either for a damaged record.
 */
import type { RawValue } from "./binxml-values.ts";

export class BinXmlError extends Error {}

export interface XmlElement {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
}

export interface XmlAttribute {
  readonly name: string;
  readonly parts: readonly XmlPart[];
}

export type XmlPart = XmlText | XmlHole;
export type XmlNode = XmlElement | XmlPart | XmlInstance;

export interface XmlText {
  readonly kind: "text";
  readonly text: string;
}

/** The place of a value of the instance. */
export interface XmlHole {
  readonly kind: "hole";
  readonly index: number;
}

/** A template with the values for its holes. */
export interface XmlInstance {
  readonly kind: "instance";
  readonly nodes: readonly XmlNode[];
  readonly values: readonly RawValue[];
}

const Token = {
  endOfFragment: 0x00,
  openElement: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  closeElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  characterReference: 0x08,
  entityReference: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  template: 0x0c,
  hole: 0x0d,
  optionalHole: 0x0e,
  fragmentHeader: 0x0f,
} as const;

/** Set on a token that has more of its kind after it; on an element: it has attributes. */
const HAS_MORE = 0x40;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const STRING_VALUE = 0x01;

interface OpenElement {
  readonly name: string;
  readonly attributes: XmlAttribute[];
  readonly children: XmlNode[];
}

/** The names and templates of one chunk, each read once. */
export class BinXmlChunk {
  readonly bytes: Buffer;
  readonly #maxDepth: number;
  readonly #names = new Map<number, string>();
  readonly #templates = new Map<number, readonly XmlNode[]>();
  #nesting = 0;

  constructor(bytes: Buffer, maxDepth: number) {
    this.bytes = bytes;
    this.#maxDepth = maxDepth;
  }

  /** The nodes of the fragment between two offsets. */
  parse(start: number, end: number): readonly XmlNode[] {
    // A template may name another, or itself.
    if (this.#nesting > this.#maxDepth) throw new BinXmlError("templates are nested too deep");
    this.#nesting++;
    try {
      return new FragmentParser(this, start, end, this.#maxDepth).parse();
    } finally {
      this.#nesting--;
    }
  }

  nameAt(offset: number): string {
    const known = this.#names.get(offset);
    if (known !== undefined) return known;
    // Offset of the next name, hash, length in characters, then UTF-16 and a zero.
    const length = this.bytes.readUInt16LE(offset + 6);
    const name = readUtf16(this.bytes, offset + 8, length * 2);
    this.#names.set(offset, name);
    return name;
  }

  templateAt(offset: number): readonly XmlNode[] {
    const known = this.#templates.get(offset);
    if (known !== undefined) return known;
    // Offset of the next template, GUID, size, then the fragment.
    const size = this.bytes.readUInt32LE(offset + 20);
    const nodes = this.parse(offset + 24, offset + 24 + size);
    this.#templates.set(offset, nodes);
    return nodes;
  }
}

export function readUtf16(bytes: Buffer, start: number, size: number): string {
  if (start + size > bytes.length) throw new RangeError("a string goes over the end of its chunk");
  return bytes.toString("utf16le", start, start + size);
}

class FragmentParser {
  readonly #chunk: BinXmlChunk;
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #maxDepth: number;
  readonly #top: XmlNode[] = [];
  readonly #open: OpenElement[] = [];
  #at: number;

  constructor(chunk: BinXmlChunk, start: number, end: number, maxDepth: number) {
    if (end > chunk.bytes.length) throw new RangeError("a fragment goes over the end of its chunk");
    this.#chunk = chunk;
    this.#bytes = chunk.bytes;
    this.#at = start;
    this.#end = end;
    this.#maxDepth = maxDepth;
  }

  parse(): readonly XmlNode[] {
    while (this.#at < this.#end) {
      const token = this.#bytes.readUInt8(this.#at++);
      if (token === Token.endOfFragment) break;
      this.#read(token & ~HAS_MORE, (token & HAS_MORE) !== 0);
    }
    // A fragment whose end tags are missing is cut off.
    if (this.#open.length > 0) throw new BinXmlError("an element is not closed");
    return this.#top;
  }

  #read(token: number, hasMore: boolean): void {
    switch (token) {
      case Token.fragmentHeader:
        this.#at += 3;
        return;
      case Token.openElement:
        this.#openElement(hasMore);
        return;
      case Token.closeStart:
        return;
      case Token.closeEmpty:
      case Token.closeElement:
        this.#closeElement();
        return;
      case Token.template:
        this.#children.push(this.#readInstance());
        return;
      case Token.instructionTarget:
        this.#readName();
        return;
      case Token.instructionData:
        this.#readText();
        return;
      default:
        this.#children.push(this.#readPart(token));
    }
  }

  get #children(): XmlNode[] {
    return this.#open.at(-1)?.children ?? this.#top;
  }

  #openElement(hasAttributes: boolean): void {
    if (this.#open.length >= this.#maxDepth) throw new BinXmlError("elements are nested too deep");
    this.#skipDependency();
    this.#at += 4;
    const element: OpenElement = { name: this.#readName(), attributes: [], children: [] };
    this.#open.push(element);
    if (!hasAttributes) return;
    const end = this.#bytes.readUInt32LE(this.#at) + this.#at + 4;
    this.#at += 4;
    if (end > this.#end) throw new BinXmlError("an attribute list is larger than its fragment");
    while (this.#at < end) element.attributes.push(this.#readAttribute(end));
  }

  /**
   * An element begins with a dependency number of two bytes, but not in every fragment within a value, and nothing
   * says so. With the right guess the size that follows fits into the fragment; with the wrong one it is huge.
   */
  #skipDependency(): void {
    const size = this.#bytes.readUInt32LE(this.#at + 2);
    if (size <= this.#end - this.#at) this.#at += 2;
  }

  #closeElement(): void {
    const element = this.#open.pop();
    if (element === undefined) throw new BinXmlError("an end tag without its element");
    this.#children.push({ kind: "element", ...element });
  }

  #readAttribute(end: number): XmlAttribute {
    const token = this.#bytes.readUInt8(this.#at++) & ~HAS_MORE;
    if (token !== Token.attribute) throw new BinXmlError("an attribute list holds something else");
    const name = this.#readName();
    const parts: XmlPart[] = [];
    while (this.#at < end) {
      const next = this.#bytes.readUInt8(this.#at) & ~HAS_MORE;
      if (next === Token.attribute || next === Token.closeStart || next === Token.closeEmpty) break;
      this.#at++;
      parts.push(this.#readPart(next));
    }
    return { name, parts };
  }

  #readPart(token: number): XmlPart {
    switch (token) {
      case Token.text: {
        const type = this.#bytes.readUInt8(this.#at++);
        if (type !== STRING_VALUE) throw new BinXmlError("a text that is no string");
        return { kind: "text", text: this.#readText() };
      }
      case Token.cdata:
        return { kind: "text", text: this.#readText() };
      case Token.characterReference: {
        const unit = this.#bytes.readUInt16LE(this.#at);
        this.#at += 2;
        return { kind: "text", text: String.fromCharCode(unit) };
      }
      case Token.entityReference: {
        const name = this.#readName();
        return { kind: "text", text: ENTITIES[name] ?? `&${name};` };
      }
      case Token.hole:
      case Token.optionalHole: {
        const index = this.#bytes.readUInt16LE(this.#at);
        this.#at += 3;
        return { kind: "hole", index };
      }
      default:
        throw new BinXmlError(`unknown token ${token}`);
    }
  }

  #readText(): string {
    const size = this.#bytes.readUInt16LE(this.#at) * 2;
    const text = readUtf16(this.#bytes, this.#at + 2, size);
    this.#at += 2 + size;
    return text;
  }

  /** A name is an offset; at its first use, the name itself stands right there. */
  #readName(): string {
    const offset = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    const name = this.#chunk.nameAt(offset);
    if (offset === this.#at) this.#at += 8 + this.#bytes.readUInt16LE(offset + 6) * 2 + 2;
    return name;
  }

  /** As a name, a template stands where it is first used. */
  #readInstance(): XmlInstance {
    const offset = this.#bytes.readUInt32LE(this.#at + 5);
    this.#at += 9;
    const nodes = this.#chunk.templateAt(offset);
    if (offset === this.#at) this.#at += 24 + this.#bytes.readUInt32LE(offset + 20);
    return { kind: "instance", nodes, values: this.#readValues() };
  }

  #readValues(): readonly RawValue[] {
    const count = this.#bytes.readUInt32LE(this.#at);
    let descriptor = this.#at + 4;
    let offset = descriptor + count * 4;
    if (offset > this.#end) throw new BinXmlError("more values than the fragment has room for");
    const values: RawValue[] = [];
    for (let index = 0; index < count; index++) {
      const size = this.#bytes.readUInt16LE(descriptor);
      values.push({ type: this.#bytes.readUInt8(descriptor + 2), offset, size });
      descriptor += 4;
      offset += size;
    }
    if (offset > this.#end) throw new BinXmlError("values that are larger than their fragment");
    this.#at = offset;
    return values;
  }
}
