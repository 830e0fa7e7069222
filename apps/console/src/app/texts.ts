// SPDX-License-Identifier: Apache-2.0
/**
 * The texts of the console, for each language loaded when it is spoken: those of every page, and those that some pages
 * alone need, which are loaded with them.
 */
import { LANGUAGES } from "@fengsui/contract";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type disclosure from "../locales/disclosure/en.json";
import type en from "../locales/en.json";
import type indicators from "../locales/indicators/en.json";
import type ledger from "../locales/ledger/en.json";
import type notifications from "../locales/notifications/en.json";
import type orders from "../locales/orders/en.json";
import type people from "../locales/people/en.json";
import type proof from "../locales/proof/en.json";
import type publications from "../locales/publications/en.json";
import type retention from "../locales/retention/en.json";
import type rules from "../locales/rules/en.json";
import type search from "../locales/search/en.json";
import type sharing from "../locales/sharing/en.json";
import type sources from "../locales/sources/en.json";
import type tour from "../locales/tour/en.json";

export type Language = (typeof LANGUAGES)[number];
export type TextKey =
  | keyof typeof en
  | keyof typeof disclosure
  | keyof typeof indicators
  | keyof typeof ledger
  | keyof typeof orders
  | keyof typeof people
  | keyof typeof proof
  | keyof typeof publications
  | keyof typeof retention
  | keyof typeof rules
  | keyof typeof search
  | keyof typeof sharing
  | keyof typeof sources
  | keyof typeof notifications
  | keyof typeof tour;

const KEPT = "fengsui.language";
type Loaders = Readonly<Record<Language, () => Promise<{ default: Record<string, string> }>>>;
const LOADERS: Loaders = {
  en: () => import("../locales/en.json"),
  "zh-CN": () => import("../locales/zh-CN.json"),
};
/** By the folder below `locales`, which is that of the feature. */
const PARTS = {
  publications: {
    en: () => import("../locales/publications/en.json"),
    "zh-CN": () => import("../locales/publications/zh-CN.json"),
  },
  disclosure: {
    en: () => import("../locales/disclosure/en.json"),
    "zh-CN": () => import("../locales/disclosure/zh-CN.json"),
  },
  indicators: {
    en: () => import("../locales/indicators/en.json"),
    "zh-CN": () => import("../locales/indicators/zh-CN.json"),
  },
  ledger: {
    en: () => import("../locales/ledger/en.json"),
    "zh-CN": () => import("../locales/ledger/zh-CN.json"),
  },
  orders: {
    en: () => import("../locales/orders/en.json"),
    "zh-CN": () => import("../locales/orders/zh-CN.json"),
  },
  notifications: {
    en: () => import("../locales/notifications/en.json"),
    "zh-CN": () => import("../locales/notifications/zh-CN.json"),
  },
  people: {
    en: () => import("../locales/people/en.json"),
    "zh-CN": () => import("../locales/people/zh-CN.json"),
  },
  proof: {
    en: () => import("../locales/proof/en.json"),
    "zh-CN": () => import("../locales/proof/zh-CN.json"),
  },
  retention: {
    en: () => import("../locales/retention/en.json"),
    "zh-CN": () => import("../locales/retention/zh-CN.json"),
  },
  rules: {
    en: () => import("../locales/rules/en.json"),
    "zh-CN": () => import("../locales/rules/zh-CN.json"),
  },
  search: {
    en: () => import("../locales/search/en.json"),
    "zh-CN": () => import("../locales/search/zh-CN.json"),
  },
  sharing: {
    en: () => import("../locales/sharing/en.json"),
    "zh-CN": () => import("../locales/sharing/zh-CN.json"),
  },
  sources: {
    en: () => import("../locales/sources/en.json"),
    "zh-CN": () => import("../locales/sources/zh-CN.json"),
  },
  tour: {
    en: () => import("../locales/tour/en.json"),
    "zh-CN": () => import("../locales/tour/zh-CN.json"),
  },
} as const satisfies Readonly<Record<string, Loaders>>;
export type TextPart = keyof typeof PARTS;
const spokenParts = new Set<TextPart>();

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

/** Before a page is shown that says them. */
export async function loadTexts(part: TextPart): Promise<void> {
  if (spokenParts.has(part)) return;
  await add(languageOf(i18next.language), PARTS[part]);
  spokenParts.add(part);
}

export function languageOf(code: string): Language {
  return code === "zh-CN" ? "zh-CN" : "en";
}

async function add(language: Language, loaders: Loaders): Promise<void> {
  const { default: texts } = await loaders[language]();
  i18next.addResourceBundle(language, "translation", texts);
}

export async function speak(language: Language): Promise<void> {
  await add(language, LOADERS);
  for (const part of spokenParts) await add(language, PARTS[part]);
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
