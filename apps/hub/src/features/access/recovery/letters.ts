// SPDX-License-Identifier: Apache-2.0
/**
 * Letters to the owners of accounts, sent by a job: so that asking for a password takes as long whether the address
 * has an account or not. A link is made when its letter is, and is kept as a hash alone.
 */
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { type MailOutcome, type MailServer, oneLine, renderLetter } from "../../../platform/mail/index.ts";
import { audited, type Records, systemPrincipal, unaudited } from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { findNotices } from "../notices/records.ts";
import { noticeTexts } from "../notices/texts.ts";
import { newToken } from "../tokens.ts";
import * as store from "./records.ts";
import { letterRetryAt, MAX_MAILED_LINKS, PASSWORD_LINK_MS } from "./rules.ts";
import { footIn, letterTexts } from "./texts.ts";

export interface LettersParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mailServer: MailServer | undefined;
  readonly publicUrl: string;
}

type Addressee = NonNullable<Awaited<ReturnType<typeof store.addresseeOf>>>;

const POSTMAN = systemPrincipal("access.letters");
const WHY = "that a letter left is no act of its own";

export async function sendLetters(parts: LettersParts, signal: AbortSignal): Promise<void> {
  const due = await parts.records.read(POSTMAN, store.dueLetters);
  for (const row of due) {
    if (signal.aborted) return;
    await sendOne(parts, row);
  }
}

async function sendOne(parts: LettersParts, row: store.LetterRow): Promise<void> {
  const { records, mailServer } = parts;
  const to = await records.read(POSTMAN, (tx) => store.addresseeOf(tx, row));
  if (to === undefined || mailServer === undefined) return await settle(parts, row, undefined);
  if (row.kind !== "forgotten") return await settle(parts, row, await post(parts, mailServer, { row, to }));
  const link = await makeLink(parts, to);
  if (link === undefined) return await settle(parts, row, undefined);
  const outcome = await post(parts, mailServer, { row, to, token: link.token });
  // A link that nobody was told of need not hold, and does not count.
  if (outcome.kind === "failed")
    await records.transaction(POSTMAN, (tx) =>
      unaudited(tx, WHY, (write) => store.endLink(write, link.id, tx.now)),
    );
  await settle(parts, row, outcome);
}

/** Undefined where the account was sent as many as it is sent in an hour. */
async function makeLink(
  { records, clock }: LettersParts,
  { id: personId }: Addressee,
): Promise<{ readonly id: Id<"password-link">; readonly token: string } | undefined> {
  const id = newId<"password-link">(clock);
  const { text: token, hash } = newToken();
  return await records.transaction(POSTMAN, async (tx) => {
    const since = new Date(tx.now.getTime() - PASSWORD_LINK_MS);
    if ((await store.countMailedLinks(tx, personId, since)) >= MAX_MAILED_LINKS) return undefined;
    const subject = { kind: "person", id: personId };
    const entry = { action: "person.password_link", subject, organisationId: null, detail: { by: "mail" } };
    await audited(tx, entry, async (write) => {
      await store.forgetLinks(write, since);
      await store.insertLink(write, {
        id,
        person_id: personId,
        token_hash: hash,
        made_by: null,
        created_at: tx.now,
        expires_at: new Date(tx.now.getTime() + PASSWORD_LINK_MS),
      });
    });
    return { id, token };
  });
}

interface Posting {
  readonly row: store.LetterRow;
  readonly to: Addressee;
  readonly token?: string;
}

async function post(
  { records, publicUrl }: LettersParts,
  server: MailServer,
  { row, to, token }: Posting,
): Promise<MailOutcome> {
  const { subject, lead, lines = [], button, foot } = await textsOf(records, row, to);
  const link = new URL(pageOf(row.kind), publicUrl);
  // After the `#`, so that no server or proxy logs it.
  if (token !== undefined) link.hash = `token=${token}`;
  return await server.send({
    subject: oneLine(`[Fengsui] ${subject}`),
    ...renderLetter(
      { lead, lines: lines.map(oneLine), button: { text: button, link: link.href }, foot: [foot] },
      to.language,
    ),
    to: { name: to.name, address: to.email },
    messageId: `<${row.id}.${row.tries}@${server.domain}>`,
    date: row.created_at,
  });
}

async function textsOf(records: Records, { kind, notice_id: id }: store.LetterRow, { language }: Addressee) {
  if (kind !== "notice") return letterTexts(kind, language);
  const [notice] = await records.read(POSTMAN, (tx) => findNotices(tx, id === null ? [] : [id]));
  if (notice === undefined) throw new TypeError("a letter goes with what it tells of");
  return { ...noticeTexts(notice, language), foot: footIn(language) };
}

function pageOf(kind: store.LetterRow["kind"]): string {
  if (kind === "forgotten") return "/password";
  return kind === "link_made" || kind === "notice" ? "/account" : "/";
}

async function settle(
  { records, logger }: LettersParts,
  row: store.LetterRow,
  outcome: MailOutcome | undefined,
): Promise<void> {
  await records.transaction(POSTMAN, (tx) =>
    unaudited(tx, WHY, async (write) => {
      const tries = row.tries + 1;
      const again = outcome?.kind === "failed" && outcome.isFinal !== true;
      const due_at = again ? letterRetryAt(tries, tx.now) : undefined;
      if (due_at === undefined) await store.removeLetter(write, row.id);
      else await store.postponeLetter(write, row.id, { tries, due_at });
    }),
  );
  if (outcome?.kind === "failed")
    logger.warn({ letter: row.kind, reason: outcome.reason }, "a letter to the owner of an account failed");
}
