// SPDX-License-Identifier: Apache-2.0
/** The decision that closes a case, and what it does to the alerts in it. */
import type { Case } from "@fengsui/contract";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import { VerdictChoice } from "../../parts/verdict-choice.tsx";
import type { Verdict } from "../../parts/words.ts";
import { CASE_CHANGES } from "./queries.ts";

interface FormProps {
  readonly one: Case;
  readonly onClose: () => void;
}

export function DecisionForm({ one, onClose }: FormProps) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const [verdict, setVerdict] = useState<Verdict>();
  const { alerts, openTasks } = one.figures;
  return (
    <Dialog title={t("case.decide")} onClose={onClose}>
      <ReasonForm
        name={`case.decision.${one.id}`}
        says={
          <p>
            {t("case.decide.says", { alerts })}{" "}
            {openTasks > 0 && t("case.decide.tasks", { count: openTasks })}
          </p>
        }
        label={t("case.decide.reason")}
        act={t("case.decide.act")}
        isReady={verdict !== undefined}
        isBusy={act.isPending}
        error={act.error}
        onSend={(reason, forget) => {
          if (verdict === undefined) return;
          act.mutate(async () => {
            await hub.cases.decide(one.id, { verdict, reason });
            forget();
            onClose();
          });
        }}
      >
        <VerdictChoice value={verdict} onChange={setVerdict} />
      </ReasonForm>
    </Dialog>
  );
}
