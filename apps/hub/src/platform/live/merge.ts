// SPDX-License-Identifier: Apache-2.0
/** Many pieces of news about the same to one, as it leaves the hub. */
import type { LiveNews, LiveTopic } from "@fengsui/contract";
import { type HeardNews, MAX_IDS } from "./news.ts";

export interface MergedNews extends LiveNews {
  readonly topic: LiveTopic;
}

export function merge(news: readonly HeardNews[]): MergedNews[] {
  const groups = Map.groupBy(news, ({ topic, organisationId }) => `${topic} ${organisationId}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return { topic: first.topic, organisationId: first.organisationId, ids: mergedIds(group) };
  });
}

function mergedIds(group: readonly HeardNews[]): string[] {
  // No ids stand for too many to name, and so does the sum.
  if (group.some(({ ids }) => ids.length === 0)) return [];
  const ids = [...new Set(group.flatMap((one) => one.ids))];
  return ids.length > MAX_IDS ? [] : ids;
}
