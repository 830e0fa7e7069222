// SPDX-License-Identifier: Apache-2.0
/** Acts that need a reason, and for some another deadline. */
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import type { ActProps } from "./act-dialog.tsx";
import { DayField } from "./extension-form.tsx";
import { ORDER_CHANGES } from "./queries.ts";
import { ACT_SAYS, ACT_TEXT } from "./words.ts";

type ReasonAct = keyof typeof ACT_SAYS;

/** `date`: another deadline, the end of that day; empty for the one that holds. */
function run(act: ReasonAct, id: string, reason: string, date: string) {
  const again = { reason, ...(date !== "" && { deadline: { date } }) };
  switch (act) {
    case "refuse":
      return hub.orders.refuse(id, reason);
    case "accept":
      return hub.orders.accept(id, reason);
    case "withdraw":
      return hub.orders.withdraw(id, reason);
    case "reopen":
      return hub.orders.reopen(id, reason);
    case "return":
      return hub.orders.return(id, again);
    case "insist":
      return hub.orders.insist(id, again);
  }
}

export function OrderReasonForm({ act, detail, onClose }: ActProps & { readonly act: ReasonAct }) {
  const { t } = useTexts();
  const doing = useAct(ORDER_CHANGES);
  const [date, setDate] = useState("");
  const { id, timeZone } = detail.order;
  return (
    <ReasonForm
      name={`order.${act}.${id}`}
      says={<p>{t(ACT_SAYS[act])}</p>}
      label={t("reason.label")}
      act={t(ACT_TEXT[act])}
      isBusy={doing.isPending}
      error={doing.error}
      onSend={(reason, forget) =>
        doing.mutate(async () => {
          await run(act, id, reason, date);
          forget();
          onClose();
        })
      }
    >
      {(act === "return" || act === "insist") && (
        <DayField label={t("order.newDeadline")} timeZone={timeZone} date={date} onChange={setDate} />
      )}
    </ReasonForm>
  );
}
