// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type SyslogFrame, SyslogFramer } from "./framing.ts";

const LIMITS = { maxMessageBytes: 20, maxRestBytes: 5 };

function framesOf(stream: Buffer, cuts: readonly number[] = [], limits = LIMITS): SyslogFrame[] {
  const framer = new SyslogFramer(limits);
  const places = [
    0,
    ...[...cuts].map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b),
    stream.length,
  ];
  const frames = places.slice(1).flatMap((end, index) => framer.push(stream.subarray(places[index], end)));
  return [...frames, ...framer.end()];
}

const textsOf = (stream: string) => framesOf(Buffer.from(stream)).map(({ bytes }) => bytes.toString());

test("messages end where they announce it, else with the line or a NUL, and both may be in one stream", () => {
  assert.deepEqual(textsOf("5 <1>ab6 <2>a\nb"), ["<1>ab", "<2>a\nb"]);
  assert.deepEqual(textsOf("<1>ab\n<2>cd\r\n\n<3>ef"), ["<1>ab", "<2>cd", "<3>ef"]);
  assert.deepEqual(textsOf("<1>ab\0<2>cd\0"), ["<1>ab", "<2>cd"]);
  assert.deepEqual(textsOf("6 <1>ab\n\n<2>cd\n5 <3>ef"), ["<1>ab", "<2>cd", "<3>ef"]);
});

test("a line that begins with a number is a line", () => {
  assert.deepEqual(textsOf("10 packets\n2026-05-01 x\n7\n0 <1>\n12345678901 <1>\n"), [
    "10 packets",
    "2026-05-01 x",
    "7",
    "0 <1>",
    "12345678901 <1>",
  ]);
});

test("what is too long is cut, its rest is kept as far as that may go, and the next message is whole", () => {
  for (const stream of [`<1>${"a".repeat(37)}\n<2>b\n`, `40 <1>${"a".repeat(37)}4 <2>b`]) {
    const [long, next] = framesOf(Buffer.from(stream));
    assert.deepEqual(
      [long?.bytes.length, long?.rest?.length, long?.byteCount, next?.bytes.toString()],
      [20, 5, 40, "<2>b"],
    );
  }
});

test("a stream that ends within a message says what was announced of it", () => {
  const [frame] = framesOf(Buffer.from("10 <1>ab"));
  assert.deepEqual([frame?.bytes.toString(), frame?.announced], ["<1>ab", 10]);
});

test("however a stream is cut, its messages are the same", () => {
  const message = fc
    .tuple(fc.constantFrom("<13>", "", "7 ", "0 <", "99 <1>"), fc.stringMatching(/^[ -~]{0,30}$/))
    .map(([head, text]) => head + text);
  const framed = fc.oneof(
    message.map((text) => `${text}\n`),
    message.map((text) => `${text}\0`),
    message.map((text) => `${Buffer.byteLength(`<1>${text}`)} <1>${text}`),
    fc.constant("\r\n"),
    fc.string({ maxLength: 10, unit: "binary" }),
  );
  fc.assert(
    fc.property(
      fc.array(framed, { maxLength: 8 }),
      fc.array(fc.nat(400), { maxLength: 12 }),
      (parts, cuts) => {
        const stream = Buffer.from(parts.join(""));
        assert.deepEqual(framesOf(stream, cuts), framesOf(stream));
      },
    ),
    { numRuns: 1000 },
  );
});

test("messages framed by their length come out as they were, whatever is in them", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.nat(400)), (bodies, cuts) => {
      const messages = bodies.map((body) => Buffer.from([...Buffer.from("<1>"), ...body, 0x2e]));
      const stream = Buffer.concat(messages.flatMap((bytes) => [Buffer.from(`${bytes.length} `), bytes]));
      const frames = framesOf(stream, cuts, { maxMessageBytes: 100, maxRestBytes: 0 });
      assert.deepEqual(
        frames.map(({ bytes }) => bytes.toString("hex")),
        messages.map((bytes) => bytes.toString("hex")),
      );
    }),
  );
});
