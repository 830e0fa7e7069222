// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Marking, readMarking, readPap, SHARING } from "./marking.ts";

const SPELLINGS: Readonly<Record<Marking, readonly string[]>> = {
  clear: [
    "clear",
    "TLP:CLEAR",
    "WHITE",
    "tlp:white",
    "TLP: White",
    " TLP：WHITE ",
    "tlp-white",
    "ＴＬＰ：ＷＨＩＴＥ",
  ],
  green: ["green", "TLP:GREEN", "Tlp green", 'tlp:"green"'],
  amber: ["amber", "TLP:AMBER", "tlp_amber", "AMBER"],
  "amber+strict": [
    "amber+strict",
    "TLP:AMBER+STRICT",
    "TLP:AMBER-STRICT",
    "tlp:amber strict",
    "Amber + Strict",
  ],
  red: ["red", "TLP:RED", "tlp = red", "TLP：RED"],
};

test("a marking is read in every version and spelling of TLP", () => {
  for (const [marking, spellings] of Object.entries(SPELLINGS))
    for (const text of spellings) assert.equal(readMarking(text), marking, text);
});

test("what is no marking is none, whatever it looks like", () => {
  for (const text of [
    "",
    "TLP",
    "TLP:",
    "TLP:EX:CHR",
    "orange",
    "TLP:PURPLE",
    "whitegreen",
    "red+strict",
    "x".repeat(99),
  ])
    assert.equal(readMarking(text), undefined, text);
});

test("PAP is read as TLP is", () => {
  assert.deepEqual(["PAP:WHITE", "pap：amber", "Red", "pap green"].map(readPap), [
    "clear",
    "amber",
    "red",
    "green",
  ]);
  assert.equal(readPap("amber+strict"), undefined);
  assert.equal(readPap("TLP:RED"), undefined);
});

test("sharing takes a marking as it was written before, and refuses what is none instead of guessing", () => {
  assert.equal(SHARING.parse({ marking: "TLP:WHITE" }).marking, "clear");
  assert.equal(SHARING.parse({}).marking, null);
  const refused = SHARING.safeParse({ marking: "TLP:ORANGE" });
  assert.match(refused.error?.issues[0]?.message ?? "", /nothing is shared/);
});
