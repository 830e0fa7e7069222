// SPDX-License-Identifier: Apache-2.0
/** The form of an error of the catalogue. */

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
