// SPDX-License-Identifier: Apache-2.0
/**
 * Tells the owner of an account what was done to it, in the transaction in which it is done: among their notifications,
 * and by a letter, whatever they chose to hear of.
 */
import { type Id, newId } from "../../../platform/ids.ts";
import { announce, type PersonId, type Writer } from "../../../platform/records/index.ts";
import type { NoticeWhat } from "./texts.ts";

export interface AccountNotice {
  readonly personId: PersonId;
  readonly what: NoticeWhat;
  /** Names and places, to be read by people. */
  readonly detail?: Readonly<Record<string, string>>;
  readonly now: Date;
}

/** These have a letter of their own, with a link of its own. */
const LETTERED_OTHERWISE: ReadonlySet<NoticeWhat> = new Set(["link_made", "password_set"]);
const MAX_DETAIL = 200;

export async function tellOwner(write: Writer, notice: AccountNotice): Promise<void> {
  const { personId, what, detail = {}, now } = notice;
  const clock = { now: () => now };
  const id: Id<"account-notice"> = newId(clock);
  const short = Object.entries(detail).map(([name, text]) => [name, text.slice(0, MAX_DETAIL)]);
  await write
    .insertInto("account_notices")
    .values({
      id,
      person_id: personId,
      what,
      detail: JSON.stringify(Object.fromEntries(short)),
      created_at: now,
    })
    .execute();
  if (!LETTERED_OTHERWISE.has(what))
    await write
      .insertInto("account_letters")
      .values({
        id: newId<"account-letter">(clock),
        kind: "notice",
        person_id: personId,
        notice_id: id,
        created_at: now,
        due_at: now,
      })
      .execute();
  await announce(write, { topic: "account.noticed", payload: { noticeId: id } });
}
