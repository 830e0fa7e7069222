// SPDX-License-Identifier: Apache-2.0
/** Two bytes of a request can be a message, and a message in memory is fifty times that: there may be so many. */
import { FengsuiError } from "@fengsui/contract";

const MAX_MESSAGES = 2_000_000;

export class MessageCount {
  #count = 0;

  add(more: number): void {
    this.#count += more;
    if (this.#count > MAX_MESSAGES)
      throw new FengsuiError(
        "ingest.too_large",
        `The body has more than ${MAX_MESSAGES} values with fields.`,
      );
  }
}
