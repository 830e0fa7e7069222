// SPDX-License-Identifier: Apache-2.0
/** What the hub says of errors and of rules in English, in the language that is spoken here. */
import i18next from "i18next";
import { type Language, languageOf } from "./texts.ts";

export interface HubWords {
  readonly title: string;
  readonly hint: string;
}

type Words = Readonly<Record<string, HubWords>>;

const spoken = new Map<Language, Words>();

/** In the background: until they are there, the hub's own words are shown. */
export function startHubWords(): void {
  void load(languageOf(i18next.language));
  i18next.on("languageChanged", (code) => void load(languageOf(code)));
}

async function load(language: Language): Promise<void> {
  if (language === "en" || spoken.has(language)) return;
  spoken.set(language, (await import("../locales/hub/zh-CN.json")).default);
}

/** By the code of an error or of a finding; the hub's own words where there are no others. */
export function inOwnLanguage(code: string, said: HubWords): HubWords {
  const words = spoken.get(languageOf(i18next.language));
  return (words !== undefined && Object.hasOwn(words, code) ? words[code] : undefined) ?? said;
}
