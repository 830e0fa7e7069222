// SPDX-License-Identifier: Apache-2.0
/** Merging a case into another: which one, and in numbers what that does. */
import type { Case } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import { CaseSelect } from "./case-select.tsx";
import { CASE_CHANGES } from "./queries.ts";
import { caseName } from "./view.ts";

interface FormProps {
  readonly one: Case;
  readonly onClose: () => void;
}

export function MergeForm({ one, onClose }: FormProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const act = useAct(CASE_CHANGES);
  const [into, setInto] = useState<Case>();
  return (
    <Dialog title={t("case.merge")} isWide onClose={onClose}>
      <ReasonForm
        name={`case.merge.${one.id}`}
        says={<p>{t("case.merge.intro")}</p>}
        label={t("reason.label")}
        act={t("case.merge.act")}
        isReady={into !== undefined}
        isBusy={act.isPending}
        error={act.error}
        onSend={(reason, forget) => {
          if (into === undefined) return;
          act.mutate(async () => {
            await hub.cases.merge(one.id, into.id, reason);
            forget();
            await navigate({ to: "/cases/$caseId", params: { caseId: into.id }, search: {} });
          });
        }}
      >
        <Field label={t("case.merge.into")}>
          {(ids) => (
            <CaseSelect
              ids={ids}
              organisationId={one.organisationId}
              except={one.id}
              value={into}
              onChange={setInto}
            />
          )}
        </Field>
        {into !== undefined && <Outcome one={one} into={into} />}
      </ReasonForm>
    </Dialog>
  );
}

function Outcome({ one, into }: { readonly one: Case; readonly into: Case }) {
  const { t } = useTexts();
  const [from, to] = [caseName(one), caseName(into)];
  return (
    <ul className="says" aria-label={t("case.merge.does")}>
      <li>{t("case.merge.shows", { from, to, alerts: one.figures.alerts + into.figures.alerts })}</li>
      <li>
        {t("case.merge.brings", {
          alerts: one.figures.alerts,
          notes: one.figures.notes,
          tasks: one.figures.tasks,
        })}
      </li>
      <li>{t("case.merge.closes", { from, to })}</li>
      <li>{t("case.merge.undo")}</li>
    </ul>
  );
}
