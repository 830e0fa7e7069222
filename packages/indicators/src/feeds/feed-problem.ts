// SPDX-License-Identifier: Apache-2.0

/** Bytes that are no feed as a whole: a JSON document that is none, or too much of anything. */
export class FeedProblem extends Error {
  override readonly name = "FeedProblem";
}
