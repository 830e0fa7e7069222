// SPDX-License-Identifier: Apache-2.0
/** More time: asked for, granted (until then, or another day), or refused. */
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Field } from "../../parts/field.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import type { ActProps } from "./act-dialog.tsx";
import { ORDER_CHANGES } from "./queries.ts";
import { deadlineText } from "./view.ts";

interface DayProps {
  readonly label: string;
  readonly timeZone: string;
  readonly date: string;
  readonly onChange: (date: string) => void;
}

export function DayField({ label, timeZone, date, onChange }: DayProps) {
  const { t } = useTexts();
  return (
    <Field label={label} help={t("order.deadline.help", { timeZone })}>
      {(ids) => <Input {...ids} type="date" value={date} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}

export function ExtensionForm({ detail: { order }, onClose }: ActProps) {
  const { t } = useTexts();
  const act = useAct(ORDER_CHANGES);
  const [date, setDate] = useState("");
  const { id, timeZone } = order;
  return (
    <ReasonForm
      name={`order.extension.${id}`}
      says={<p>{t("order.says.askExtension", { deadline: deadlineText(order) })}</p>}
      label={t("reason.label")}
      act={t("order.act.askExtension")}
      isReady={date !== ""}
      isBusy={act.isPending}
      error={act.error}
      onSend={(reason, forget) =>
        act.mutate(async () => {
          await hub.orders.askExtension(id, { until: { date }, reason });
          forget();
          onClose();
        })
      }
    >
      <DayField label={t("order.extension.until")} timeZone={timeZone} date={date} onChange={setDate} />
    </ReasonForm>
  );
}

export function DecideExtensionForm({ detail: { order, extensions }, onClose }: ActProps) {
  const { t } = useTexts();
  const act = useAct(ORDER_CHANGES);
  const [decision, setDecision] = useState<"grant" | "refuse">("grant");
  const [date, setDate] = useState("");
  const asked = extensions.find(({ state, round }) => state === "asked" && round === order.round);
  if (asked === undefined) return <Button onClick={onClose}>{t("action.close")}</Button>;
  const isGranted = decision === "grant";
  return (
    <ReasonForm
      name={`order.decideExtension.${asked.id}`}
      says={
        <p>
          {t("order.says.decideExtension", { until: deadlineText({ ...order, deadline: asked.until }) })}{" "}
          {asked.reason}
        </p>
      }
      label={t("reason.label")}
      act={t(isGranted ? "order.extension.grant" : "order.extension.refuse")}
      isBusy={act.isPending}
      error={act.error}
      onSend={(reason, forget) =>
        act.mutate(async () => {
          const until = isGranted && date !== "" && { until: { date } };
          await hub.orders.decideExtension(order.id, asked.id, { isGranted, reason, ...until });
          forget();
          onClose();
        })
      }
    >
      <Choices
        label={t("order.act.decideExtension")}
        value={decision}
        choices={[
          { value: "grant", label: t("order.extension.grant") },
          { value: "refuse", label: t("order.extension.refuse") },
        ]}
        onChange={setDecision}
      />
      {isGranted && (
        <DayField
          label={t("order.extension.other")}
          timeZone={order.timeZone}
          date={date}
          onChange={setDate}
        />
      )}
    </ReasonForm>
  );
}
