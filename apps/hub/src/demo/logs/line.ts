// SPDX-License-Identifier: Apache-2.0
/** A record of a log as a machine of the demo writes it. */
export interface LogLine {
  /** Epoch milliseconds: what the record itself says. */
  readonly at: number;
  /** As it goes to the hub; several lines where a record has several. */
  readonly text: string;
}

export function lineOf(at: number, fields: object): LogLine {
  return { at, text: JSON.stringify(fields) };
}
