// SPDX-License-Identifier: Apache-2.0
/**
 * News: something changed, said in the transaction of the change, and heard by every process of the hub when that
 * commits. A piece names records and who may see them; it holds nothing of them.
 */
import { LIVE_TOPICS, type LiveTopic } from "@fengsui/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { OrganisationId, PersonId, Writer } from "../records/index.ts";

export interface News {
  readonly topic: LiveTopic;
  readonly organisationId: OrganisationId;
  /** Of records that have an audience; without one, the viewers of the organisation may know. */
  readonly audienceId?: number | undefined;
  /** Instead of the viewers: its administrators, or this one person, who need not be of it (any more). */
  readonly for?: "administrators" | { readonly personId: PersonId };
  readonly ids: readonly string[];
}

export const NEWS_CHANNEL = "fengsui_news";

/** PostgreSQL takes 8,000 bytes at once. */
const IDS_PER_MESSAGE = 150;
/** More than this are not named: whoever looks, looks at all of them. */
export const MAX_IDS = 450;

const MESSAGE = z.object({
  topic: z.enum(LIVE_TOPICS),
  organisationId: z.string(),
  audienceId: z.int().optional(),
  for: z.union([z.literal("administrators"), z.object({ personId: z.string() })]).optional(),
  ids: z.array(z.string()),
});
export type HeardNews = z.infer<typeof MESSAGE>;

export async function tell(write: Writer, news: readonly News[]): Promise<void> {
  const messages = news.flatMap(messagesOf);
  if (messages.length === 0) return;
  await sql`select pg_notify(${NEWS_CHANNEL}, message) from unnest(${messages}::text[]) message`.execute(
    write,
  );
}

/** Undefined for what no hub of this version wrote. */
export function readNews(message: string): HeardNews | undefined {
  try {
    return MESSAGE.parse(JSON.parse(message));
  } catch {
    return undefined;
  }
}

function messagesOf({ ids, ...news }: News): string[] {
  if (ids.length > MAX_IDS) return [JSON.stringify({ ...news, ids: [] })];
  const messages: string[] = [];
  for (let at = 0; at < ids.length; at += IDS_PER_MESSAGE)
    messages.push(JSON.stringify({ ...news, ids: ids.slice(at, at + IDS_PER_MESSAGE) }));
  return messages;
}
