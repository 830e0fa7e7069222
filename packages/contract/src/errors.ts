// SPDX-License-Identifier: Apache-2.0
/**
 * The error catalogue. Every error that a person or a program can meet has a dotted code, a title that is the same
 * each time, and a hint that says what to do next (RFC 9457: `type`, `title`, `detail`). A code is part of the API:
 * it never changes its meaning and is never reused.
 *
 * The input of a user that the product merely reads (rules, log lines) is not an error but a diagnostic or a problem,
 * as a value; those have catalogues of their own, in the packages that raise them.
 */

export interface ErrorDefinition<Code extends string = string> {
  readonly code: Code;
  /** The HTTP status of the error where it crosses HTTP. */
  readonly status: number;
  /** What happened, the same each time. */
  readonly title: string;
  /** What to do next. */
  readonly hint: string;
}

export function defineError<const Code extends string>(
  code: Code,
  status: number,
  title: string,
  hint: string,
): ErrorDefinition<Code> {
  return { code, status, title, hint };
}

export const ERRORS = {
  "usage.invalid": defineError(
    "usage.invalid",
    400,
    "The command was not understood.",
    "Run `fengsui --help`, or `fengsui <command> --help`, for what is accepted.",
  ),
  "input.not_found": defineError(
    "input.not_found",
    404,
    "A named file or folder does not exist.",
    "Check the path; a relative path starts at the current folder.",
  ),
  "input.none": defineError(
    "input.none",
    422,
    "There is no input to read.",
    "Name at least one existing log file, a folder that holds some, or - for standard input.",
  ),
  "input.unreadable": defineError(
    "input.unreadable",
    422,
    "A file or folder could not be read.",
    "Check that you may read it and that it is not damaged. The rest was used without it.",
  ),
  "rules.none_found": defineError(
    "rules.none_found",
    422,
    "No rule file was found.",
    "Name *.yml or *.yaml files, or a folder that holds some. The public Sigma rules are at https://github.com/SigmaHQ/sigma.",
  ),
  "rules.none_usable": defineError(
    "rules.none_usable",
    422,
    "None of the rules can be used.",
    "Run `fengsui rules check` on the same files to see what is wrong with each.",
  ),
  "output.would_overwrite": defineError(
    "output.would_overwrite",
    409,
    "The output file is one of the files to be read.",
    "Choose another file for --output.",
  ),
  "output.write_failed": defineError(
    "output.write_failed",
    507,
    "The results could not be written.",
    "Free some space or choose another place, then run the command again; what was written is incomplete.",
  ),
  "internal.error": defineError(
    "internal.error",
    500,
    "Something went wrong inside Fengsui.",
    "Run it again with FENGSUI_DEBUG=1 and report what it shows.",
  ),
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

export interface FengsuiErrorOptions {
  /** What to do next, where more is known than the catalogue's hint says. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error of the catalogue, with what happened this time. */
export class FengsuiError extends Error {
  override readonly name = "FengsuiError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly hint: string;

  constructor(code: ErrorCode, detail: string, options: FengsuiErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    const definition = ERRORS[code];
    this.code = code;
    this.status = definition.status;
    this.title = definition.title;
    this.detail = detail;
    this.hint = options.hint ?? definition.hint;
  }
}
