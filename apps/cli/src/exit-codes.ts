// SPDX-License-Identifier: Apache-2.0
/** What the command's exit code says. This table is the only place: `--help` and the tests read it. */

export const EXIT = {
  ok: 0,
  found: 1,
  usage: 2,
  partial: 3,
  nothing: 4,
  internal: 70,
  output: 74,
  interrupted: 130,
  closedPipe: 141,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  {
    code: EXIT.ok,
    meaning: "ran; detect, explain: no match, rules check: no error, doctor: nothing to mend",
  },
  {
    code: EXIT.found,
    meaning:
      "ran; detect, explain: at least one match, rules check: at least one error, doctor: something to mend",
  },
  { code: EXIT.usage, meaning: "the command line was not understood; nothing was read" },
  {
    code: EXIT.partial,
    meaning: "ran, but a whole file (log or rule) could not be read: a partial result; wins over 0 and 1",
  },
  {
    code: EXIT.nothing,
    meaning: "nothing could be done: no rule file, no usable rule, no input, or a hub that takes nothing",
  },
  { code: EXIT.internal, meaning: "internal error" },
  { code: EXIT.output, meaning: "the results could not be written, for instance because the disk is full" },
  { code: EXIT.interrupted, meaning: "interrupted (Ctrl-C); what was found so far was shown" },
  { code: EXIT.closedPipe, meaning: "the reader of the output closed it, as `| head` does" },
  { code: EXIT.terminated, meaning: "told to end (SIGTERM); what was found so far was shown" },
];

export function exitCodesHelp(): string {
  const rows = EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`);
  return ["Exit codes:", ...rows].join("\n");
}
