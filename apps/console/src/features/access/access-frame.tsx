// SPDX-License-Identifier: Apache-2.0
/** The page of somebody who is not in yet. */
import type { ReactNode } from "react";
import { speak } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";

interface FrameProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

export function AccessFrame({ title, lead, children }: FrameProps) {
  const { t, language } = useTexts();
  return (
    <div className="access">
      <main className="card">
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>{title}</h1>
        <p className="quiet">{lead}</p>
        {children}
      </main>
      <button type="button" className="plain" onClick={() => void speak(language === "en" ? "zh-CN" : "en")}>
        {t("layout.language")}
      </button>
    </div>
  );
}
