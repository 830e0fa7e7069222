// SPDX-License-Identifier: Apache-2.0
/** Alerts that were chosen in the list, and what can be done with them together. */
import type { Alert } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { BulkBar } from "../../parts/bulk-bar.tsx";
import { PutInCase } from "../cases/put-in-case.tsx";

interface SelectionProps {
  readonly alerts: readonly Alert[];
  readonly onClear: () => void;
}

export function AlertSelection({ alerts, onClear }: SelectionProps) {
  const { t } = useTexts();
  const free = alerts.filter(({ caseId }) => caseId === null);
  const taken = alerts.length - free.length;
  return (
    <BulkBar count={alerts.length} error={null} onClear={onClear}>
      {free.length > 0 && <PutInCase alerts={free} />}
      {taken > 0 && <span className="quiet">{t("alerts.inCase", { count: taken })}</span>}
    </BulkBar>
  );
}
