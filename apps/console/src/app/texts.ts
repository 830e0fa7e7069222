// SPDX-License-Identifier: Apache-2.0
/** The texts of the console: one file per language, loaded when it is spoken. */
import { LANGUAGES } from "@fengsui/contract";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type en from "../locales/en.json";

export type Language = (typeof LANGUAGES)[number];
export type TextKey = keyof typeof en;

const KEPT = "fengsui.language";
const LOADERS: Readonly<Record<Language, () => Promise<{ default: Record<string, string> }>>> = {
  en: () => import("../locales/en.json"),
  "zh-CN": () => import("../locales/zh-CN.json"),
};

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** What was chosen here before, else what the browser asks for. */
export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.some((language) => language.toLowerCase().startsWith("zh")) ? "zh-CN" : "en";
}

export async function startTexts(language: Language): Promise<void> {
  const { default: texts } = await LOADERS[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false }, // React escapes
    resources: { [language]: { translation: texts } },
  });
  document.documentElement.lang = language;
}

export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    const { default: texts } = await LOADERS[language]();
    i18next.addResourceBundle(language, "translation", texts);
  }
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
