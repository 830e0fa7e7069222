// SPDX-License-Identifier: Apache-2.0
/** How errors are shown, and which exit code each ends with. */
import { type ErrorCode, FengsuiError } from "@fengsui/contract";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { escapeControls } from "./terminal.ts";

/** Errors that the command never raises are not here. */
const EXIT_BY_ERROR: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  "usage.invalid": EXIT.usage,
  "input.not_found": EXIT.partial,
  "input.none": EXIT.nothing,
  "hub.not_installed": EXIT.nothing,
  "input.unreadable": EXIT.partial,
  "rules.none_found": EXIT.nothing,
  "rules.none_usable": EXIT.nothing,
  "output.would_overwrite": EXIT.usage,
  "output.write_failed": EXIT.output,
  "tail.refused": EXIT.nothing,
  "internal.error": EXIT.internal,
};

export function toFengsuiError(error: unknown): FengsuiError {
  if (error instanceof FengsuiError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new FengsuiError("internal.error", detail, { cause: error });
}

export function exitCodeOf(error: FengsuiError): ExitCode {
  return EXIT_BY_ERROR[error.code] ?? EXIT.internal;
}

export function renderError(error: FengsuiError): string {
  return `error[${error.code}]: ${escapeControls(error.detail)}\n  hint: ${escapeControls(error.hint)}\n`;
}

/** The stack with its causes, for FENGSUI_DEBUG=1. */
export function renderStack(error: FengsuiError): string {
  const stacks: string[] = [];
  let current: unknown = error;
  while (current instanceof Error && stacks.length < 10) {
    stacks.push(current.stack ?? current.message);
    current = current.cause;
  }
  return `${stacks.join("\ncaused by: ").split("\n").map(escapeControls).join("\n")}\n`;
}
