// SPDX-License-Identifier: Apache-2.0
/** What became of what was done with several at once. */
import type { BulkOutcome } from "@fengsui/contract";
import { Button } from "antd";
import type { ReactNode } from "react";
import { inOwnLanguage } from "../../app/hub-words.ts";
import { useTexts } from "../../app/use-texts.ts";

interface OutcomeProps {
  readonly outcome: BulkOutcome;
  readonly nameOf: (id: string) => string;
  /** Undoing it, where that can be done. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

export function BulkOutcomeNotice({
  outcome: { doneIds, refused },
  nameOf,
  children,
  onClose,
}: OutcomeProps) {
  const { t } = useTexts();
  return (
    <section className="bulk" aria-label={t("bulk.outcome")}>
      <strong role="status">{t("bulk.done", { done: doneIds.length, refused: refused.length })}</strong>
      {children}
      <Button type="text" onClick={onClose}>
        {t("action.done")}
      </Button>
      {refused.length > 0 && (
        <ul className="problem-details">
          {refused.map(({ id, code, title, detail }) => (
            <li key={id}>
              {nameOf(id)}: {inOwnLanguage(code, { title, hint: "" }).title}{" "}
              <span className="quiet">{detail}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
