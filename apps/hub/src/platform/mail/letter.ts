// SPDX-License-Identifier: Apache-2.0
/** A letter with one button, as text and as plain HTML. Pure. */

export interface LetterLink {
  readonly text: string;
  readonly link: string;
}

export interface LetterParts {
  readonly lead: readonly string[];
  readonly lines: readonly string[];
  readonly button: LetterLink;
  readonly foot: readonly string[];
  /** Where one chooses what comes; absent where there is no choice. */
  readonly preferences?: LetterLink;
}

/** Texts are of people: no line of theirs becomes one of the letter's own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

export function renderLetter(
  parts: LetterParts,
  language: string,
): { readonly text: string; readonly html: string } {
  return { text: toText(parts), html: toHtml(parts, language) };
}

function toText({ lead, lines, button, foot, preferences }: LetterParts): string {
  return [
    ...lead,
    ...(lead.length > 0 && lines.length > 0 ? [""] : []),
    ...lines.map((line) => `• ${line}`),
    "",
    `${button.text}: ${button.link}`,
    "",
    "-- ",
    ...foot,
    ...(preferences === undefined ? [] : [`${preferences.text}: ${preferences.link}`]),
    "",
  ].join("\n");
}

function toHtml({ lead, lines, button, foot, preferences }: LetterParts, language: string): string {
  const paragraphs = lead.map((text) => `<p>${escapeHtml(text)}</p>`).join("");
  const list = lines.map((line) => `<li style="margin:6px 0">${escapeHtml(line)}</li>`).join("");
  const choice =
    preferences === undefined
      ? ""
      : `<br><a href="${escapeHtml(preferences.link)}" style="color:#59636e">${escapeHtml(preferences.text)}</a>`;
  return `<!doctype html><html lang="${language === "en" ? "en" : "zh-CN"}"><head><meta charset="utf-8"></head>
<body style="font:14px/1.6 system-ui,sans-serif;color:#1f2328;max-width:640px">
${paragraphs}${list === "" ? "" : `<ul style="padding-left:20px">${list}</ul>`}
<p><a href="${escapeHtml(button.link)}" style="display:inline-block;padding:8px 16px;background:#1f4e79;color:#ffffff;text-decoration:none;border-radius:4px">${escapeHtml(button.text)}</a></p>
<p style="color:#59636e;font-size:12px">${foot.map(escapeHtml).join("<br>")}${choice}</p>
</body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
