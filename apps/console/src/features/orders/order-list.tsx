// SPDX-License-Identifier: Apache-2.0
/** The orders as a list: what is owed, by when, and what is next. */
import type { Order } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { Severity } from "../../parts/severity.tsx";
import { DueTime } from "./due-time.tsx";
import { useNextStep } from "./next-step.ts";
import { ORDER_STATE_TEXT } from "./texts.ts";

interface OrderListProps {
  readonly rows: readonly Order[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (order: Order) => void;
}

export function OrderList({ rows, open, onOpen }: OrderListProps) {
  const { t } = useTexts();
  const nextOf = useNextStep();
  const columns: readonly Column<Order>[] = [
    {
      name: "level",
      title: t("case.severity"),
      isExtra: true,
      cell: ({ severity }) => <Severity level={severity} />,
    },
    {
      name: "title",
      title: t("order.label"),
      isMain: true,
      cell: ({ title, reference }) => <span title={title}>{`${reference} · ${title}`}</span>,
    },
    {
      name: "organisation",
      key: "ordered",
      title: t("order.ordered"),
      isExtra: true,
      width: "136px",
      cell: ({ orderedId }) => <OrganisationName id={orderedId} />,
    },
    {
      name: "organisation",
      title: t("order.issuer"),
      isExtra: true,
      width: "136px",
      cell: ({ organisationId }) => <OrganisationName id={organisationId} />,
    },
    {
      name: "type",
      title: t("alerts.state"),
      isExtra: true,
      cell: ({ state }) => t(ORDER_STATE_TEXT[state]),
    },
    {
      name: "next",
      title: t("order.next"),
      cell: (order) => {
        const { text, isMine } = nextOf(order);
        return isMine ? <strong>{t(text)}</strong> : <span className="quiet">{t(text)}</span>;
      },
    },
    { name: "time", title: t("order.deadline"), cell: (order) => <DueTime order={order} /> },
  ];
  return (
    <ListTable
      caption={t("nav.orders")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
