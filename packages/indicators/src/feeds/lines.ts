// SPDX-License-Identifier: Apache-2.0
/** Bytes to lines. What is longer than a line of a list can be is given in pieces, which say so. */
import { FeedProblem } from "./feed-problem.ts";

export interface NumberedLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Of a line that is too long: its first piece, or one that follows. */
  readonly part: "whole" | "first" | "more";
}

/** False for an empty line and a comment. */
export function isContent({ text }: NumberedLine): boolean {
  return !/^\s*(?:#|;|\/\/|$)/.test(text);
}

const MAX_LINE = 64 * 1024;
/** Compressed, a gigabyte of lines of one character is a small file, and half an hour of work. */
const MAX_LINES = 20_000_000;

/** @throws {FeedProblem} where there are too many. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine> {
  let rest = "";
  let number = 1;
  let part: NumberedLine["part"] = "whole";
  for await (const text of textsOf(bytes)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (number + lines.length > MAX_LINES) throw new FeedProblem(`more than ${MAX_LINES} lines`);
    for (const line of lines) {
      yield { text: withoutReturn(line), number, part };
      number += 1;
      part = "whole";
    }
    if (rest.length <= MAX_LINE) continue;
    yield { text: rest, number, part: part === "whole" ? "first" : "more" };
    [rest, part] = ["", "more"];
  }
  if (rest !== "") yield { text: withoutReturn(rest), number, part };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** UTF-16 says so in its first bytes; all else is UTF-8. */
async function* textsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(charsetOf(piece));
    yield decoder.decode(piece, { stream: true });
  }
  const last = decoder?.decode() ?? "";
  if (last !== "") yield last;
}

function charsetOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
