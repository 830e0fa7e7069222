// SPDX-License-Identifier: Apache-2.0
/** One order: what is next and by when, what is ordered and why, what was answered, checked and proven. */
import type { OrderDetail } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../parts/panel.tsx";
import { Severity } from "../../parts/severity.tsx";
import { EvidencePart } from "../evidence/evidence-part.tsx";
import { OrderActs } from "./order-acts.tsx";
import { OrderAnswers } from "./order-answers.tsx";
import { OrderChecks } from "./order-checks.tsx";
import { OrderFacts } from "./order-facts.tsx";
import { OrderHistory } from "./order-history.tsx";
import { ORDER_CHANGES, orderQuery } from "./queries.ts";
import { ORDER_STATE_TEXT } from "./texts.ts";
import { evidenceStateOf } from "./view.ts";
import { EVIDENCE_STATE_TEXT } from "./words.ts";

interface PanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly isAlone?: boolean;
}

export function OrderPanel({ id, onClose, isAlone = false }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(orderQuery(id));
  return (
    <Panel
      label={t("order.label")}
      head={data === undefined ? t("order.label") : <OrderHead detail={data} />}
      ownPage={
        isAlone ? undefined : (
          <Link to="/orders/$orderId" params={{ orderId: id }}>
            {t("alert.ownPage")}
          </Link>
        )
      }
      onClose={onClose}
    >
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <PanelSkeleton />}
      {data !== undefined && <OrderBody detail={data} />}
    </Panel>
  );
}

function OrderHead({ detail: { order } }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  return (
    <>
      <Severity level={order.severity} /> · {order.reference} · {t(ORDER_STATE_TEXT[order.state])}
      {order.round > 1 && ` · ${t("order.round", { round: order.round })}`}
    </>
  );
}

function OrderBody({ detail }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  const { order, acts } = detail;
  const mayAdd = acts.some(({ act, obstacle }) => act === "add_evidence" && obstacle === null);
  return (
    <>
      <h2 className="panel-title">{order.title}</h2>
      <OrderActs detail={detail} />
      <section aria-label={t("order.measure")}>
        <h3>{t("order.measure")}</h3>
        <p className="said">{order.measure}</p>
      </section>
      <section aria-label={t("order.why")}>
        <h3>{t("order.why")}</h3>
        <p className="said">{order.reason}</p>
      </section>
      <OrderFacts order={order} />
      <OrderAnswers detail={detail} />
      <section className="acts">
        <h3>{t("evidence.title")}</h3>
        <EvidencePart
          of={{ kind: "orders", id: order.id }}
          mayAdd={mayAdd}
          changes={ORDER_CHANGES}
          stateOf={({ id }) => t(EVIDENCE_STATE_TEXT[evidenceStateOf(id, detail)])}
        />
      </section>
      <OrderChecks detail={detail} />
      <OrderHistory detail={detail} />
    </>
  );
}
