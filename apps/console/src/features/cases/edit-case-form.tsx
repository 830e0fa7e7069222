// SPDX-License-Identifier: Apache-2.0
/** Title, severity and summary of a case, written anew. What somebody else changed meanwhile is not overwritten. */
import { type Case, PAPS } from "@fengsui/contract";
import { Button, Input } from "antd";
import { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PapField } from "../../parts/pap-select.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import { LEVELS } from "../alerts/view.ts";
import { CASE_CHANGES } from "./queries.ts";
import { SeveritySelect } from "./severity-select.tsx";

const DRAFT = z.object({
  title: z.string(),
  severity: z.enum(LEVELS),
  summary: z.string(),
  pap: z.enum(PAPS).nullable(),
  version: z.int(),
});

interface FormProps {
  readonly one: Case;
  readonly onClose: () => void;
}

export function EditCaseForm({ one, onClose }: FormProps) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const { id, title, severity, summary, pap, version } = one;
  const draft = useFormDraft(`case.edit.${id}`, DRAFT, {
    title,
    severity,
    summary,
    pap,
    version,
  });
  const { value, set, forget } = draft;
  const done = () => {
    forget();
    onClose();
  };
  return (
    <Dialog title={t("case.edit")} isWide onClose={done}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(() => hub.cases.change(id, value).then(done));
        }}
      >
        <Field label={t("case.title")}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={500}
              value={value.title}
              onChange={({ target }) => set({ title: target.value })}
            />
          )}
        </Field>
        <Field label={t("case.severity")}>
          {(ids) => (
            <SeveritySelect
              ids={ids}
              value={value.severity}
              onChange={(next) => next && set({ severity: next })}
            />
          )}
        </Field>
        <PapField value={value.pap} onChange={(next) => set({ pap: next })} />
        <Field label={t("case.summary")} help={t("case.summary.help")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              autoSize={{ minRows: 3, maxRows: 12 }}
              value={value.summary}
              onChange={({ target }) => set({ summary: target.value })}
            />
          )}
        </Field>
        {act.error !== null && <ProblemNotice error={act.error} />}
        <div className="act-row">
          <Button
            type="primary"
            htmlType="submit"
            disabled={value.title.trim() === ""}
            loading={act.isPending}
          >
            {t("action.save")}
          </Button>
          <Button type="text" onClick={done}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
