// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of a Markdown document that a test runs, so that the document cannot promise what does not work.
 * They are the lines of the ```sh blocks that follow a line `<!-- run -->`:
 *
 *     <!-- run -->
 *     ```sh
 *     npx fengsui detect --rules rules/ logs.ndjson
 *     ```
 *
 * Within a block, a line that ends with a backslash goes on in the next one; empty lines and lines that are only a
 * comment are left out.
 */

export interface ReadmeCommand {
  readonly command: string;
  /** Where the command starts in the document; counts from 1. */
  readonly line: number;
}

const BLOCK = /^<!-- run -->[ \t]*\n(?:[ \t]*\n)?```sh[ \t]*\n(?<body>[\s\S]*?)^```[ \t]*$/gm;

function splitCommands(body: string, firstLine: number): ReadmeCommand[] {
  const commands: ReadmeCommand[] = [];
  let pending = "";
  let start = firstLine;
  for (const [index, text] of body.replace(/\n$/, "").split("\n").entries()) {
    if (pending === "") start = firstLine + index;
    if (pending === "" && /^\s*(#|$)/.test(text)) continue;
    const goesOn = text.endsWith("\\");
    const part = (goesOn ? text.slice(0, -1) : text).trim();
    pending = pending === "" ? part : `${pending} ${part}`;
    if (goesOn) continue;
    commands.push({ command: pending, line: start });
    pending = "";
  }
  if (pending !== "") throw new Error(`line ${start}: the block ends in the middle of a command`);
  return commands;
}

export function findReadmeCommands(markdown: string): ReadmeCommand[] {
  const text = markdown.replaceAll("\r\n", "\n");
  const blocks = [...text.matchAll(BLOCK)];
  const marks = text.match(/^<!-- run -->/gm)?.length ?? 0;
  if (marks !== blocks.length) throw new Error("a line <!-- run --> is not followed by a ```sh block");
  return blocks.flatMap((block) => {
    const body = block.groups?.["body"] ?? "";
    const before = text.slice(0, block.index + block[0].indexOf("```sh"));
    return splitCommands(body, before.split("\n").length + 1);
  });
}
