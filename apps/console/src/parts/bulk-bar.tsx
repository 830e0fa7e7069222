// SPDX-License-Identifier: Apache-2.0
/** What can be done with several at once: how many are chosen, and the acts. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../app/use-texts.ts";
import { ProblemNotice } from "./page-problem.tsx";

interface BulkProps {
  readonly count: number;
  readonly error: unknown;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

export function BulkBar({ count, error, onClear, children }: BulkProps) {
  const { t } = useTexts();
  return (
    <section className="bulk" aria-label={t("alert.acts")}>
      <strong role="status">{t("bulk.chosen", { count })}</strong>
      {children}
      <Button type="text" onClick={onClear}>
        {t("bulk.clear")}
      </Button>
      {error !== null && <ProblemNotice error={error} />}
    </section>
  );
}
