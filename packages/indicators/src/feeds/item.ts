// SPDX-License-Identifier: Apache-2.0
/** What a feed says, one after the other: indicators, what is not understood, and what is not meant for detection. */
import type { Indicator, Observable } from "../kinds.ts";

interface Place {
  /** The line, from 1, or the id in the feed. */
  readonly at: string;
}

/** An indicator in normal form. */
export interface FeedIndicator extends Place, Omit<Indicator, "reference"> {
  readonly is: "indicator";
  /** As it is written. */
  readonly text: string;
  /** What the feed says of it. */
  readonly note?: string;
}

export interface NotUnderstood extends Place {
  readonly is: "not_understood";
  readonly text: string;
}

/** Its maker says that it is not for detection, or has revoked it. */
export interface LeftOut extends Place {
  readonly is: "left_out";
}

export type FeedItem = FeedIndicator | NotUnderstood | LeftOut;

/** Characters. */
const MAX_NOTE = 500;

export interface Said {
  readonly expiresAt?: number;
  readonly note?: string | undefined;
}

/** `text`: as written, of which `found` was read, or nothing. */
export function itemOf(
  found: Observable | undefined,
  at: string,
  text: string,
  { expiresAt, note = "" }: Said = {},
): FeedItem {
  if (found === undefined) return { is: "not_understood", at, text };
  // `*.evil.example` and `.evil.example` are the names below it, and itself.
  const withSubdomains = found.kind === "domain-name" && /^\*?\./.test(text);
  return {
    is: "indicator",
    at,
    text,
    ...found,
    ...(withSubdomains && { withSubdomains }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(note !== "" && { note: note.slice(0, MAX_NOTE).toWellFormed() }),
  };
}
