// SPDX-License-Identifier: Apache-2.0
/** The order was received; and, where a check would look at one's own logs, whether it may. */
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import type { ActProps } from "./act-dialog.tsx";
import { ORDER_CHANGES } from "./queries.ts";

export function AcknowledgeForm({ detail: { order }, onClose }: ActProps) {
  const { t } = useTexts();
  const act = useAct(ORDER_CHANGES);
  const [agrees, setAgrees] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(() => hub.orders.acknowledge(order.id, agrees).then(onClose));
      }}
    >
      <p>{t("order.says.acknowledge")}</p>
      {order.condition?.in === "ordered" && <Agreement isGiven={agrees} onChange={setAgrees} />}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t("order.act.acknowledge")}
        </Button>
      </div>
    </form>
  );
}

interface AgreementProps {
  readonly isGiven: boolean;
  readonly onChange: (isGiven: boolean) => void;
}

export function Agreement({ isGiven, onChange }: AgreementProps) {
  const { t } = useTexts();
  return (
    <Checkbox checked={isGiven} onChange={({ target }) => onChange(target.checked)}>
      {t("order.agree")}
      <small className="quiet line">{t("order.agree.help")}</small>
    </Checkbox>
  );
}
