// SPDX-License-Identifier: Apache-2.0
/**
 * Recorded Windows events as bodies that can be sent again and again: each time they happen now, and have record
 * numbers of their own. Only digits are written over, so that a body keeps its length and costs next to nothing.
 */

/** Where in a body something is written anew. */
interface Place {
  readonly at: number;
  readonly length: number;
}

interface Line {
  readonly times: readonly Place[];
  readonly numbers: readonly Place[];
}

export interface Body {
  readonly bytes: Buffer;
  readonly lines: readonly Line[];
}

const TIME =
  /"(?:@timestamp|EventTime|EventReceivedTime|TimeCreated|UtcTime)":"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{3})?)/g;
const NUMBER = /"(?:RecordNumber|EventRecordID)":"?(\d+)/g;
const NEWLINE = Buffer.from("\n");

export function makeBodies(lines: readonly Buffer[], batchSize: number): Body[] {
  const bodies: Body[] = [];
  for (let from = 0; from < lines.length; from += batchSize)
    bodies.push(makeBody(lines.slice(from, from + batchSize)));
  return bodies;
}

function makeBody(lines: readonly Buffer[]): Body {
  let start = 0;
  const places = lines.map((line) => {
    const text = line.toString("latin1");
    const found = { times: findAll(text, TIME, start), numbers: findAll(text, NUMBER, start) };
    start += line.length + 1;
    return found;
  });
  return { bytes: Buffer.concat(lines.flatMap((line) => [line, NEWLINE])), lines: places };
}

function findAll(text: string, pattern: RegExp, start: number): Place[] {
  return [...text.matchAll(pattern)].map(({ 0: whole, 1: value = "", index }) => ({
    at: start + index + whole.length - value.length,
    length: value.length,
  }));
}

export class Replay {
  #number = 0;

  /** The events of the body happened in the `spanMs` before now. */
  renew({ bytes, lines }: Body, now: number, spanMs: number): void {
    lines.forEach(({ times, numbers }, index) => {
      this.#number += 1;
      const iso = new Date(now - spanMs + Math.floor((index * spanMs) / lines.length)).toISOString();
      for (const { at, length } of times) writeTime(bytes, at, iso.slice(0, length));
      for (const { at, length } of numbers) writeNumber(bytes, at, length, this.#number);
    });
  }
}

/** Between date and time stays what stood there. */
function writeTime(bytes: Buffer, at: number, iso: string): void {
  bytes.write(iso.slice(0, 10), at, "latin1");
  bytes.write(iso.slice(11), at + 11, "latin1");
}

/** The first digit stays, as a number must not begin with a zero. */
function writeNumber(bytes: Buffer, at: number, length: number, number: number): void {
  const digits = length - 1;
  if (digits > 0) bytes.write(String(number % 10 ** digits).padStart(digits, "0"), at + 1, "latin1");
}
