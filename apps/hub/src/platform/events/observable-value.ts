// SPDX-License-Identifier: Apache-2.0
/**
 * The value of an observable as it is stored and looked up. It is part of the sorting key, which is held in memory,
 * so of a long one only the beginning and a hash are kept: equal values stay equal, and different ones different.
 */
import { createHash } from "node:crypto";

const MAX_LENGTH = 1024;

export function limitObservable(value: string): string {
  if (value.length <= MAX_LENGTH) return value;
  const hash = createHash("sha256").update(value, "utf8").digest("hex");
  return `${value.slice(0, MAX_LENGTH)}… sha256:${hash}`;
}
