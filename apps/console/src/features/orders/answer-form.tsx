// SPDX-License-Identifier: Apache-2.0
/** What was done, since when, and the evidence for it. */
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input } from "antd";
import { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import { AddEvidence } from "../evidence/add-evidence.tsx";
import { Agreement } from "./acknowledge-form.tsx";
import type { ActProps } from "./act-dialog.tsx";
import { ORDER_CHANGES, orderEvidenceQuery } from "./queries.ts";

const DRAFT = z.object({
  measure: z.string(),
  doneAt: z.string(),
  /** Taken out again; what is new goes along. */
  without: z.array(z.string()),
  agrees: z.boolean(),
});

export function AnswerForm({ detail: { order }, onClose }: ActProps) {
  const { t } = useTexts();
  const act = useAct(ORDER_CHANGES);
  const blank = { measure: "", doneAt: "", without: [], agrees: order.agreesToCheck };
  const { value, set, forget } = useFormDraft(`order.answer.${order.id}`, DRAFT, blank);
  const { data: evidence = [] } = useQuery(orderEvidenceQuery(order.id));
  const evidenceIds = evidence.map(({ id }) => id).filter((id) => !value.without.includes(id));
  const isProven = evidenceIds.length > 0 || order.condition !== null;
  const send = async () => {
    const { measure, doneAt, agrees } = value;
    await hub.orders.answer(order.id, {
      measure: measure.trim(),
      evidenceIds,
      ...(doneAt !== "" && { doneAt: new Date(doneAt).toISOString() }),
      agreesToCheck: agrees,
    });
    forget();
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(send);
      }}
    >
      <Field label={t("order.answer.measure")} help={t("draft.kept")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 3, maxRows: 12 }}
            value={value.measure}
            onChange={({ target }) => set({ measure: target.value })}
          />
        )}
      </Field>
      <Field label={t("order.answer.doneAt")} help={t("order.answer.doneAt.help")}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={value.doneAt}
            onChange={({ target }) => set({ doneAt: target.value })}
          />
        )}
      </Field>
      <fieldset className="choose-many">
        <legend>{t("evidence.title")}</legend>
        <Checkbox.Group
          value={evidenceIds}
          options={evidence.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(ids) =>
            set({ without: evidence.map(({ id }) => id).filter((id) => !ids.some((one) => one === id)) })
          }
        />
        <AddEvidence of={{ kind: "orders", id: order.id }} changes={ORDER_CHANGES} />
      </fieldset>
      {order.condition?.in === "ordered" && (
        <Agreement isGiven={value.agrees} onChange={(agrees) => set({ agrees })} />
      )}
      {!isProven && <p className="quiet">{t("order.answer.unproven")}</p>}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={value.measure.trim() === "" || !isProven}
          loading={act.isPending}
        >
          {t("order.answer.act")}
        </Button>
      </div>
    </form>
  );
}
