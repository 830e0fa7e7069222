// SPDX-License-Identifier: Apache-2.0
/** Indicators as they are gathered from files: those that are understood, and how many are not. */
import { type Indicator, IndicatorIndex, type Kind, type Observable } from "@fengsui/indicators";

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
  notUnderstood = 0;
  /** What its maker says is not for detection, or has revoked. */
  leftOut = 0;

  /** The file that the next indicators are of. */
  begin(file: string): void {
    this.files.push(file);
  }

  /** `at`: the line or the id, by which a match tells where its indicator is written. */
  add(found: Observable | undefined, at: string, text: string, more: Partial<Indicator> = {}): void {
    if (found === undefined) {
      this.refuse(at, text);
      return;
    }
    // `*.evil.example` and `.evil.example` are the names below it, and itself.
    const withSubdomains = found.kind === "domain-name" && /^\*?\./.test(text);
    try {
      this.index.add({
        ...(withSubdomains ? { withSubdomains } : {}),
        ...more,
        ...found,
        reference: `${this.files.length - 1}:${at}`,
      });
      this.kinds.set(found.kind, (this.kinds.get(found.kind) ?? 0) + 1);
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
