// SPDX-License-Identifier: Apache-2.0
/**
 * Writes small EVTX files for the tests, value type by value type, since no corpus has them all. Every record
 * brings its own template, whose root is `<Event>` with the fixed part of System and the nodes that are asked for.
 */
import { crc32 } from "node:zlib";

export interface TestValue {
  readonly type: number;
  readonly bytes: Buffer;
}

export interface TestElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | TestValue>>;
  readonly children?: readonly (TestElement | string | TestValue)[];
}

export const CHUNK_BYTES = 65536;

export function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le");
}

export function stringValue(text: string): TestValue {
  return { type: 1, bytes: utf16(text) };
}

/** Positions in a chunk matter (names and templates stand where they are first used), so it is written in place. */
class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK_BYTES);
  at = 512;

  u8(value: number): void {
    this.at = this.bytes.writeUInt8(value, this.at);
  }

  u16(value: number): void {
    this.at = this.bytes.writeUInt16LE(value, this.at);
  }

  u32(value: number): void {
    this.at = this.bytes.writeUInt32LE(value, this.at);
  }

  raw(bytes: Buffer): void {
    this.at += bytes.copy(this.bytes, this.at);
  }

  name(text: string): void {
    this.u32(this.at + 4);
    this.u32(0);
    this.u16(0);
    this.u16(text.length);
    this.raw(utf16(text));
    this.u16(0);
  }

  text(text: string): void {
    this.u8(0x05);
    this.u8(0x01);
    this.u16(text.length);
    this.raw(utf16(text));
  }

  hole(values: TestValue[], value: TestValue): void {
    this.u8(0x0e);
    this.u16(values.length);
    this.u8(value.type);
    values.push(value);
  }

  element(element: TestElement, values: TestValue[]): void {
    const attributes = Object.entries(element.attributes ?? {});
    this.u8(attributes.length > 0 ? 0x41 : 0x01);
    this.u16(0xffff);
    const size = this.at;
    this.u32(0);
    this.name(element.name);
    if (attributes.length > 0) this.attributes(attributes, values);
    this.u8(0x02);
    for (const child of element.children ?? []) {
      if (typeof child === "string") this.text(child);
      else if ("name" in child) this.element(child, values);
      else this.hole(values, child);
    }
    this.u8(0x04);
    this.bytes.writeUInt32LE(this.at - size - 4, size);
  }

  attributes(attributes: readonly [string, string | TestValue][], values: TestValue[]): void {
    const size = this.at;
    this.u32(0);
    for (const [index, [name, value]] of attributes.entries()) {
      this.u8(index < attributes.length - 1 ? 0x46 : 0x06);
      this.name(name);
      if (typeof value === "string") this.text(value);
      else this.hole(values, value);
    }
    this.bytes.writeUInt32LE(this.at - size - 4, size);
  }

  template(root: TestElement): void {
    this.raw(Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]));
    this.u32(0);
    this.u32(this.at + 4);
    this.raw(Buffer.alloc(20));
    const size = this.at;
    this.u32(0);
    this.raw(Buffer.from([0x0f, 1, 1, 0]));
    const values: TestValue[] = [];
    this.element(root, values);
    this.u8(0);
    this.bytes.writeUInt32LE(this.at - size - 4, size);
    this.u32(values.length);
    for (const value of values) {
      this.u16(value.bytes.length);
      this.u8(value.type);
      this.u8(0);
    }
    for (const value of values) this.raw(value.bytes);
    this.u8(0);
  }

  record(number: number, root: TestElement): void {
    const start = this.at;
    this.raw(Buffer.from([0x2a, 0x2a, 0, 0]));
    this.u32(0);
    this.at = this.bytes.writeBigUInt64LE(BigInt(number), this.at);
    this.raw(Buffer.alloc(8));
    this.template(root);
    const size = this.at - start + 4;
    this.bytes.writeUInt32LE(size, start + 4);
    this.u32(size);
  }

  finish(): Buffer {
    this.bytes.write("ElfChnk\0", 0, "latin1");
    this.bytes.writeUInt32LE(128, 40);
    this.bytes.writeUInt32LE(this.at, 48);
    this.bytes.writeUInt32LE(crc32(this.bytes.subarray(512, this.at)), 52);
    this.bytes.writeUInt32LE(crc32(this.bytes.subarray(128, 512), crc32(this.bytes.subarray(0, 120))), 124);
    return this.bytes;
  }
}

/** `chunks`: for each chunk the roots of its records. Records are numbered from 1 through the file. */
export function writeEvtx(chunks: readonly (readonly TestElement[])[], isDirty = false): Buffer {
  const header = Buffer.alloc(4096);
  header.write("ElfFile\0", 0, "latin1");
  header.writeUInt16LE(chunks.length, 42);
  header.writeUInt32LE(isDirty ? 1 : 0, 120);
  let number = 0;
  const written = chunks.map((records) => {
    const writer = new ChunkWriter();
    for (const root of records) writer.record(++number, root);
    return writer.finish();
  });
  return Buffer.concat([header, ...written]);
}

/** An event with the System part that every reader needs and the given EventData. */
export function testEvent(eventId: number, ...data: readonly TestElement[]): TestElement {
  const id = Buffer.alloc(2);
  id.writeUInt16LE(eventId);
  const system: TestElement = {
    name: "System",
    children: [
      { name: "Provider", attributes: { Name: "Test" } },
      { name: "EventID", children: [{ type: 6, bytes: id }] },
      { name: "Channel", children: ["Application"] },
    ],
  };
  return { name: "Event", children: [system, { name: "EventData", children: data }] };
}
