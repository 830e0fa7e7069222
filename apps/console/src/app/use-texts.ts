// SPDX-License-Identifier: Apache-2.0
/** The texts in a component. A key that is in no locale file does not compile. */
import { useTranslation } from "react-i18next";
import { type Language, languageOf, type TextKey } from "./texts.ts";

export type Values = Readonly<Record<string, string | number>>;
export type Say = (key: TextKey, values?: Values) => string;

export function useTexts(): { readonly t: Say; readonly language: Language } {
  const { t, i18n } = useTranslation();
  return {
    t: (key, values) => t(key, { ...values }),
    language: languageOf(i18n.language),
  };
}
