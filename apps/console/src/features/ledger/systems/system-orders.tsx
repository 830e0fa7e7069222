// SPDX-License-Identifier: Apache-2.0
/** The orders about a system that are not proven yet, the nearest deadline first, and the way to all of them. */
import type { System } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Severity } from "../../../parts/severity.tsx";
import { DueTime } from "../../orders/due-time.tsx";
import { runningOrdersQuery } from "../queries.ts";
import { RecordLines } from "../record-lines.tsx";

export function SystemOrders({ system }: { readonly system: System }) {
  const { t } = useTexts();
  const { data, error } = useQuery(runningOrdersQuery(system.id));
  if (error !== null) return <ProblemNotice error={error} />;
  return (
    <RecordLines
      title={t("ledger.orders")}
      none={t("ledger.orders.none")}
      rows={data?.orders}
      all={
        <Link to="/orders" search={{ system: system.id, side: "all" }}>
          {t("card.all")}
        </Link>
      }
      line={(order) => (
        <>
          <Severity level={order.severity} isShort />
          <Link className="grow" to="/orders/$orderId" params={{ orderId: order.id }} title={order.title}>
            {`${order.reference} · ${order.title}`}
          </Link>
          <DueTime order={order} />
        </>
      )}
    />
  );
}
