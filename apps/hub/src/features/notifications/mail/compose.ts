// SPDX-License-Identifier: Apache-2.0
/**
 * A mail, as text and as plain HTML, with one button. What its marking does not let travel is not in it, and the
 * subject never says more than what kind of thing it is. Pure.
 */
import { type LetterParts, oneLine, renderLetter } from "../../../platform/mail/index.ts";
import type { Item } from "../deliveries/run.ts";
import type { Links } from "../links.ts";
import { type MailTexts, textsIn } from "./texts.ts";

export interface ToCompose {
  readonly language: string;
  readonly timeZone: string;
  readonly organisation: string;
  readonly mode: "now" | "held" | "hourly" | "daily" | "each" | "test";
  readonly items: readonly Item[];
  /** What is not among the items. */
  readonly more: number;
  readonly links: Links;
}

export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** More lines nobody reads in a mail; they are in the console. */
const MAX_LINES = 50;
const MAX_TITLE = 200;

export function composeMail(mail: ToCompose): Composed {
  const texts = textsIn(mail.language);
  const { links, organisation } = mail;
  const parts: LetterParts = {
    ...(mail.mode === "test" ? ofTest(texts, links) : ofItems(texts, mail)),
    foot: [texts.why(organisation)],
    preferences: { text: texts.change, link: links.preferences },
  };
  return {
    subject: oneLine(`[Fengsui] ${subjectOf(texts, mail)} · ${organisation}`),
    ...renderLetter(parts, mail.language),
  };
}

function ofTest(texts: MailTexts, links: Links): Pick<LetterParts, "lead" | "lines" | "button"> {
  return {
    lead: [texts.test.text],
    lines: [],
    button: { text: texts.openAll, link: links.notifications },
  };
}

function ofItems(texts: MailTexts, mail: ToCompose): Pick<LetterParts, "lead" | "lines" | "button"> {
  const { items, links } = mail;
  const said = items.filter(mayBeSaid);
  const lines = said.slice(0, MAX_LINES).map((item) => lineOf(texts, item, mail));
  const hidden = items.length - said.length;
  const more = said.length - lines.length + mail.more;
  const why = { held: [texts.held], hourly: [texts.digest], daily: [texts.digest] };
  const lead = Object.entries(why).find(([mode]) => mode === mail.mode)?.[1] ?? [];
  const [only] = items;
  return {
    lead,
    lines: [
      ...lines,
      ...(more > 0 ? [texts.more(more)] : []),
      ...(hidden > 0 ? [`${texts.awaits}${hidden > 1 ? ` (${hidden})` : ""}. ${texts.awaitsWhy}`] : []),
    ],
    button:
      items.length === 1 && mail.more === 0 && only !== undefined
        ? { text: texts.open, link: links.to(subjectIn(only)) }
        : { text: texts.openAll, link: links.notifications },
  };
}

function mayBeSaid({ readable }: Item): boolean {
  return readable.mayTravel;
}

function subjectIn({ notification: { subject_kind: kind, subject_id: id } }: Item) {
  return { kind, id };
}

function subjectOf(texts: MailTexts, { mode, items, more }: ToCompose): string {
  if (mode === "test") return texts.test.subject;
  const [only] = items;
  if (!items.some(mayBeSaid)) return texts.awaits;
  if (items.length > 1 || more > 0 || only === undefined) return texts.several(items.length + more);
  return `${texts.kinds[only.kind]} (${texts.levels[only.notification.level]})`;
}

function lineOf(texts: MailTexts, item: Item, { timeZone, language }: ToCompose): string {
  const { kind, notification, readable } = item;
  const at = new Intl.DateTimeFormat(language, { timeZone, dateStyle: "short", timeStyle: "short" });
  const title = oneLine(readable.title).slice(0, MAX_TITLE);
  return `${texts.kinds[kind]} (${texts.levels[notification.level]}): ${title} · ${at.format(notification.created_at)}`;
}
