// SPDX-License-Identifier: Apache-2.0
/** One act on an order: what it asks, what it does, and doing it. */
import type { OrderDetail } from "@fengsui/contract";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { AcknowledgeForm } from "./acknowledge-form.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { DecideExtensionForm, ExtensionForm } from "./extension-form.tsx";
import { OrderReasonForm } from "./order-reason-form.tsx";
import { ORDER_CHANGES } from "./queries.ts";
import type { ActName } from "./view.ts";
import { ACT_TEXT } from "./words.ts";

export interface ActProps {
  readonly detail: OrderDetail;
  readonly onClose: () => void;
}

export function ActDialog({ act, detail, onClose }: ActProps & { readonly act: ActName }) {
  const { t } = useTexts();
  return (
    <Dialog title={t(ACT_TEXT[act])} isWide={act === "answer"} onClose={onClose}>
      <ActForm act={act} detail={detail} onClose={onClose} />
    </Dialog>
  );
}

function ActForm({ act, detail, onClose }: ActProps & { readonly act: ActName }) {
  switch (act) {
    case "acknowledge":
      return <AcknowledgeForm detail={detail} onClose={onClose} />;
    case "answer":
      return <AnswerForm detail={detail} onClose={onClose} />;
    case "ask_extension":
      return <ExtensionForm detail={detail} onClose={onClose} />;
    case "decide_extension":
      return <DecideExtensionForm detail={detail} onClose={onClose} />;
    case "begin_review":
    case "ask_check":
      return <PlainAct act={act} detail={detail} onClose={onClose} />;
    case "add_evidence":
      return null;
    default:
      return <OrderReasonForm act={act} detail={detail} onClose={onClose} />;
  }
}

const PLAIN = {
  begin_review: { says: "order.says.beginReview", run: (id: string) => hub.orders.beginReview(id) },
  ask_check: { says: "order.says.askCheck", run: (id: string) => hub.orders.askCheck(id) },
} as const;

function PlainAct({ act, detail, onClose }: ActProps & { readonly act: keyof typeof PLAIN }) {
  const { t } = useTexts();
  const doing = useAct(ORDER_CHANGES);
  const { says, run } = PLAIN[act];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        doing.mutate(() => run(detail.order.id).then(onClose));
      }}
    >
      <p>{t(says)}</p>
      {doing.error !== null && <ProblemNotice error={doing.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" loading={doing.isPending}>
          {t(ACT_TEXT[act])}
        </Button>
      </div>
    </form>
  );
}
