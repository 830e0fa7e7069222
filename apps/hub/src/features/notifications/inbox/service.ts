// SPDX-License-Identifier: Apache-2.0
/** What somebody was told, as they may read it now: what they may not any more is left out. */
import { type Notification, type NotificationQuery, TOLD_KINDS } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { parseId } from "../../../platform/ids.ts";
import {
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  unaudited,
} from "../../../platform/records/index.ts";
import { keyOf, namesOf } from "../content.ts";

const MAX_UNREAD = 100;
const WHY = "that somebody has read what they were told is nobody else's affair";

export class Inbox {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  async list({ person }: SignedIn, query: NotificationQuery) {
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const rows = await listRows(tx, person.id, query);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const next = last === undefined ? null : writeCursor({ time: last.created_at, id: last.id });
      const subjects = rows.map(({ subject_kind: kind, subject_id: id }) => ({ kind, id }));
      const names = await namesOf(tx, subjects);
      const notifications = rows.flatMap((row): Notification[] => {
        const subject = { kind: row.subject_kind, id: row.subject_id };
        const named = names.get(keyOf(subject));
        const kind = TOLD_KINDS.find((known) => known === row.kind);
        if (named === undefined || kind === undefined) return [];
        return [
          {
            id: row.id,
            organisationId: row.organisation_id,
            kind,
            level: row.level,
            subject,
            title: named.title,
            createdAt: row.created_at.toISOString(),
            readAt: row.read_at?.toISOString() ?? null,
          },
        ];
      });
      return { notifications, unread: await countUnread(tx, person.id), next };
    });
  }

  async markRead({ person }: SignedIn, texts: readonly string[] | undefined): Promise<void> {
    const ids = texts?.flatMap((text) => parseId<"notification">(text) ?? []);
    await this.#records.transaction(personPrincipal(person), (tx) =>
      unaudited(tx, WHY, async (write) => {
        let query = write
          .updateTable("notifications")
          .set({ read_at: tx.now })
          .where("person_id", "=", person.id)
          .where("read_at", "is", null);
        if (ids !== undefined) query = query.where("id", "in", ids);
        if (ids?.length !== 0) await query.execute();
      }),
    );
  }
}

async function listRows({ read }: ReadTx, personId: PersonId, { isUnread, after, limit }: NotificationQuery) {
  let query = read
    .selectFrom("notifications")
    .selectAll()
    .where("person_id", "=", personId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit);
  if (isUnread !== undefined) query = query.where("read_at", isUnread ? "is" : "is not", null);
  const before = after === undefined ? undefined : readCursor<"notification">(after);
  if (before !== undefined)
    query = query.where((where) =>
      where(where.refTuple("created_at", "id"), "<", where.tuple(before.time, before.id)),
    );
  return await query.execute();
}

async function countUnread({ read }: ReadTx, personId: PersonId): Promise<number> {
  const row = await read
    .selectFrom(
      read
        .selectFrom("notifications")
        .select("id")
        .where("person_id", "=", personId)
        .where("read_at", "is", null)
        .limit(MAX_UNREAD)
        .as("some"),
    )
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
