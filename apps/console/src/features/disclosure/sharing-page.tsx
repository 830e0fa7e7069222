// SPDX-License-Identifier: Apache-2.0
/** What one's organisations share and receive, and what was recalled of it. */
import { useTexts } from "../../app/use-texts.ts";
import { OwnRecalls, RecallNotices } from "./recalls.tsx";

export function SharingPage() {
  const { t } = useTexts();
  return (
    <div className="page">
      <h1>{t("sharing.title")}</h1>
      <RecallNotices />
      <OwnRecalls />
    </div>
  );
}
