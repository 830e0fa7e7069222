// SPDX-License-Identifier: Apache-2.0
/** One's own mails and the calls of the webhooks that one administers: how each went. */
import type { Delivery } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { More, usePages } from "../../../parts/pages.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { MODE_TEXT } from "../words.ts";
import { DeliveryPanel } from "./delivery-panel.tsx";
import { DeliveryStateText } from "./delivery-state.tsx";
import { DeliveryWhat } from "./delivery-what.tsx";

const FILTERS = {
  all: undefined,
  undelivered: ["waiting", "held", "failed", "given_up"],
  givenUp: ["given_up"],
} as const;
type Filter = keyof typeof FILTERS;
const FILTER_TEXT = {
  all: "deliveries.all",
  undelivered: "deliveries.undelivered",
  givenUp: "delivery.givenUp",
} as const;

interface ViewProps {
  readonly head: ReactNode;
  readonly open: string | undefined;
}

export function DeliveryView({ head, open }: ViewProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<Filter>("all");
  const state = FILTERS[filter];
  const pages = usePages({
    key: ["deliveries", "list", filter],
    read: (after, signal) => hub.deliveries.list({ after, ...(state !== undefined && { state }) }, signal),
  });
  const rows = pages.data?.pages.flatMap(({ deliveries }) => deliveries);
  const show = (id?: string) =>
    void navigate({
      to: "/notifications",
      search: { view: "deliveries", ...(id !== undefined && { open: id }) },
    });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("notifications.view.deliveries")}>
        {head}
        <Choices
          label={t("deliveries.filter")}
          value={filter}
          choices={[choice("all"), choice("undelivered"), choice("givenUp")]}
          onChange={setFilter}
        />
        {pages.error !== null && <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />}
        {rows?.length === 0 ? (
          <Empty title={t("deliveries.none")} hint={t("deliveries.none.hint")} />
        ) : (
          <DeliveryList rows={rows} open={open} onOpen={({ id }) => show(id)} />
        )}
        <More pages={pages} />
      </section>
      {open !== undefined && <DeliveryPanel key={open} id={open} onClose={() => show()} />}
    </div>
  );

  function choice(value: Filter) {
    return { value, label: t(FILTER_TEXT[value]) };
  }
}

interface ListProps {
  readonly rows: readonly Delivery[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (delivery: Delivery) => void;
}

function DeliveryList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Delivery>[] = [
    {
      name: "title",
      title: t("notifications.what"),
      isMain: true,
      cell: (delivery) => <DeliveryWhat delivery={delivery} />,
    },
    { name: "type", title: t("deliveries.way"), isExtra: true, cell: ({ mode }) => t(MODE_TEXT[mode]) },
    { name: "health", title: t("alerts.state"), cell: (one) => <DeliveryStateText delivery={one} /> },
    {
      name: "time",
      title: t("notifications.when"),
      cell: ({ sentAt, createdAt }) => <TimeAgo at={sentAt ?? createdAt} />,
    },
  ];
  return (
    <ListTable
      caption={t("notifications.view.deliveries")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
