// SPDX-License-Identifier: Apache-2.0
/** Indicators as they are gathered from files: those that are understood, and how many are not. */
import {
  type FeedIndicator,
  type FeedItem,
  type Indicator,
  IndicatorIndex,
  type Kind,
  type RefusedEntry,
} from "@fengsui/indicators";

export interface NotUnderstood {
  readonly file: string;
  /** The line or the id of what is not understood. */
  readonly at: string;
  readonly text: string;
}

const EXAMPLES = 5;
const MAX_EXCERPT = 80;

export class IndicatorList {
  readonly index = new IndicatorIndex();
  readonly kinds = new Map<Kind, number>();
  readonly files: string[] = [];
  readonly examples: NotUnderstood[] = [];
  /** Entries of warninglists that are nothing of what their list is about, or patterns that cannot be used. */
  refusedWarnings: readonly RefusedEntry[] = [];
  notUnderstood = 0;
  /** What its maker says is not for detection, or has revoked. */
  leftOut = 0;

  /** The file that the next indicators are of. */
  begin(file: string): void {
    this.files.push(file);
  }

  add(item: FeedItem): void {
    if (item.is === "left_out") this.leftOut += 1;
    else if (item.is === "not_understood") this.refuse(item.at, item.text);
    else this.#keep(item);
  }

  #keep({ kind, value, withSubdomains = false, expiresAt, at, text }: FeedIndicator): void {
    try {
      this.index.add({
        kind,
        value,
        ...(withSubdomains && { withSubdomains }),
        ...(expiresAt !== undefined && { expiresAt }),
        reference: `${this.files.length - 1}:${at}`,
      });
      this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.refuse(at, text); // too long, or one of too many of its value
    }
  }

  refuse(at: string, text: string): void {
    this.notUnderstood += 1;
    if (this.examples.length >= EXAMPLES) return;
    this.examples.push({
      file: this.files.at(-1) ?? "",
      at,
      text: text.slice(0, MAX_EXCERPT).toWellFormed(),
    });
  }

  /** Where an indicator is written. */
  placeOf({ reference }: Indicator): { readonly file: string; readonly at: string } {
    const colon = reference.indexOf(":");
    return { file: this.files[Number(reference.slice(0, colon))] ?? "", at: reference.slice(colon + 1) };
  }
}
