// SPDX-License-Identifier: Apache-2.0
/** A new task: what, by whom, by when. */
import type { Case } from "@fengsui/contract";
import { Button, Input } from "antd";
import { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import { MemberSelect } from "./member-select.tsx";
import { CASES_KEY } from "./queries.ts";

const DRAFT = z.object({ title: z.string(), assigneeId: z.string(), due: z.string() });
const BLANK = { title: "", assigneeId: "", due: "" };

export function NewTaskForm({ one }: { readonly one: Case }) {
  const { t } = useTexts();
  const act = useAct([CASES_KEY]);
  const { value, set, forget } = useFormDraft(`case.task.${one.id}`, DRAFT, BLANK);
  const { title, assigneeId, due } = value;
  const send = () =>
    hub.cases.tasks.add(one.id, {
      title: title.trim(),
      assigneeId: assigneeId === "" ? null : assigneeId,
      dueAt: due === "" ? null : new Date(due).toISOString(),
    });
  const done = () => {
    set(BLANK);
    forget();
  };
  return (
    <form
      className="in-row"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(() => send().then(done));
      }}
    >
      <Field label={t("case.task.new")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={title}
            onChange={({ target }) => set({ title: target.value })}
          />
        )}
      </Field>
      {title.trim() !== "" && (
        <>
          <Field label={t("alerts.assignee")}>
            {(ids) => (
              <MemberSelect
                ids={ids}
                organisationId={one.organisationId}
                id={assigneeId}
                onChange={(id) => set({ assigneeId: id })}
              />
            )}
          </Field>
          <Field label={t("case.task.dueAt")}>
            {(ids) => (
              <Input
                {...ids}
                type="datetime-local"
                value={due}
                onChange={({ target }) => set({ due: target.value })}
              />
            )}
          </Field>
          <Button htmlType="submit" loading={act.isPending}>
            {t("case.task.add")}
          </Button>
        </>
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
    </form>
  );
}
