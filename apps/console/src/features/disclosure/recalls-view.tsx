// SPDX-License-Identifier: Apache-2.0
/** What was recalled: of what one has seen, and of what one's organisations shared. */
import type { ReactNode } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { OwnRecalls, RecallNotices } from "./recalls.tsx";

export function RecallsView({ head }: { readonly head: ReactNode }) {
  const { t } = useTexts();
  return (
    <div className="page">
      <section className="page-main" aria-label={t("sharing.title")}>
        <header className="page-head">{head}</header>
        <RecallNotices />
        <OwnRecalls />
      </section>
    </div>
  );
}
