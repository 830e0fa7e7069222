// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { findReadmeCommands } from "./readme-commands.ts";

const FENCE = "```";

test("only marked blocks are taken, with the line of each command", () => {
  const markdown = [
    "# Title",
    `${FENCE}sh`,
    "rm -rf /",
    FENCE,
    "<!-- run -->",
    `${FENCE}sh`,
    "npm ci",
    "",
    "# a comment",
    'echo "a # b"  # kept as it is',
    FENCE,
    "text",
    "<!-- run -->",
    "",
    `${FENCE}sh`,
    "one \\",
    "  --two \\",
    "  three",
    FENCE,
  ].join("\r\n");
  assert.deepEqual(findReadmeCommands(markdown), [
    { command: "npm ci", line: 7 },
    { command: 'echo "a # b"  # kept as it is', line: 10 },
    { command: "one --two three", line: 16 },
  ]);
});

test("a mark without its block, or a command without its end, is an error", () => {
  assert.throws(() => findReadmeCommands("<!-- run -->\ntext"), /not followed/);
  assert.throws(() => findReadmeCommands(`<!-- run -->\n${FENCE}js\n1\n${FENCE}`), /not followed/);
  assert.throws(() => findReadmeCommands(`<!-- run -->\n${FENCE}sh\na \\\n${FENCE}`), /line 3.*middle/);
});

test("a document without marks has no commands", () => {
  assert.deepEqual(findReadmeCommands("# Title\n"), []);
});
