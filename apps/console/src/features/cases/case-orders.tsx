// SPDX-License-Identifier: Apache-2.0
/** What was ordered because of a case, and ordering something more. */
import type { Case } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { hub } from "../../app/hub.ts";
import { useIsAtLeast } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More, usePages } from "../../parts/pages.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { ORDER_STATE_TEXT } from "../orders/texts.ts";

export function CaseOrders({ one }: { readonly one: Case }) {
  const { t } = useTexts();
  const mayIssue = useIsAtLeast("responder", one.organisationId);
  const pages = usePages({
    key: ["orders", "of-case", one.id],
    read: (after, signal) =>
      hub.orders.list({ caseId: one.id, ...(after !== undefined && { after }) }, signal),
  });
  const rows = pages.data?.pages.flatMap(({ orders }) => orders);
  return (
    <section aria-label={t("nav.orders")}>
      {mayIssue && !one.isMerged ? (
        <Link to="/orders" search={{ new: "yes", case: one.id }} className="button-link">
          {t("case.order")}
        </Link>
      ) : (
        <p className="quiet">{t("case.order.mayNot")}</p>
      )}
      {pages.error !== null && <ProblemNotice error={pages.error} />}
      {rows?.length === 0 && <p className="quiet">{t("case.orders.none")}</p>}
      <ul className="records">
        {rows?.map((order) => (
          <li key={order.id}>
            <Severity level={order.severity} isShort />
            <div className="grow">
              <Link to="/orders/$orderId" params={{ orderId: order.id }}>
                {order.reference} · {order.title}
              </Link>
              <p className="quiet">
                <OrganisationName id={order.orderedId} /> · {t(ORDER_STATE_TEXT[order.state])} ·{" "}
                {t("case.task.due")} <TimeAgo at={order.deadline} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}
