// SPDX-License-Identifier: Apache-2.0
/** Pure decisions: how long a session holds, and which passwords are guessed first. */

const MINUTE_MS = 60_000;
/** A session ends when nothing was done in it for this long … */
export const IDLE_MS = 2 * 60 * MINUTE_MS;
/** … and in any case after this. */
export const SESSION_MS = 24 * 60 * MINUTE_MS;
/** How exactly the last use is kept: not each request is a write. */
const TOUCH_MS = MINUTE_MS;
export const SETUP_LINK_MS = 24 * 60 * MINUTE_MS;

export interface SessionTimes {
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

export function holds({ lastSeenAt, expiresAt }: SessionTimes, now: Date): boolean {
  return now < expiresAt && now.getTime() - lastSeenAt.getTime() < IDLE_MS;
}

export function isWorthTouching({ lastSeenAt }: SessionTimes, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= TOUCH_MS;
}

/** What most of the passwords that are guessed first are put together from; the longer before what it begins with. */
const STEMS = [
  "administrator",
  "qwertyuiop",
  "asdfghjkl",
  "iloveyou",
  "password",
  "passwort",
  "princess",
  "sunshine",
  "football",
  "baseball",
  "superman",
  "changeme",
  "1q2w3e4r5t6y",
  "1q2w3e4r",
  "1qaz2wsx",
  "3edc4rfv",
  "1qaz",
  "2wsx",
  "3edc",
  "4rfv",
  "zxcvbnm",
  "asdfgh",
  "qwerty",
  "fengsui",
  "welcome",
  "letmein",
  "default",
  "company",
  "dragon",
  "monkey",
  "master",
  "shadow",
  "secret",
  "summer",
  "winter",
  "spring",
  "autumn",
  "system",
  "server",
  "woaini",
  "woaiwojia",
  "beijing",
  "shanghai",
  "zhongguo",
  "huawei",
  "admin",
  "login",
  "guest",
  "hello",
  "china",
  "soc",
  "root",
  "test",
  "user",
  "pass",
  "aini",
];
const STEM = new RegExp(STEMS.toSorted((a, b) => b.length - a.length).join("|"), "g");
/** So much must be left when what is easily guessed is taken away. */
const MIN_OWN_CHARACTERS = 4;
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "@": "a",
  $: "s",
};

/** `own`: words that whoever guesses knows, such as the name and the organisation. */
export function isGuessedFirst(password: string, own: readonly string[]): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  const spoken = plain.replaceAll(/[01345@$]/g, (character) => LEET[character] ?? character);
  const words = own
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  return [plain, spoken].some((text) => ownPart(text, words).size < MIN_OWN_CHARACTERS);
}

/** The characters that belong to no stem, no known word, no number and no run. */
function ownPart(text: string, words: readonly string[]): Set<string> {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, " ");
  return new Set(
    rest
      .replaceAll(STEM, " ")
      .replaceAll(/abcdef\w*/g, " ")
      .replaceAll(/[\s\d\p{P}\p{S}]+/gu, ""),
  );
}
