// SPDX-License-Identifier: Apache-2.0
/** The lists of indicators, each with its switch, how many it holds, and what it found of late. */
import type { IndicatorList } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { formatCount, formatWhole } from "../../parts/number.ts";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { COUNTED_DAYS, ruleCountsQuery } from "../rules/queries.ts";
import { ListSwitch } from "./list-switch.tsx";
import { TAKEN_TEXT, takenOf } from "./view.ts";

export function ListsTable({ lists }: { readonly lists: readonly IndicatorList[] | undefined }) {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const { data: counts } = useQuery(ruleCountsQuery);
  const columns: readonly Column<IndicatorList>[] = [
    { name: "switch", title: t("rules.enabled"), cell: (list) => <ListSwitch list={list} /> },
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} /> },
    {
      name: "title",
      title: t("indicators.list"),
      isMain: true,
      cell: ({ title, scope }) => (
        <>
          <span title={title}>{title}</span>
          {scope === "hub" && <span className="quiet"> · {t("indicators.ofHub")}</span>}
        </>
      ),
    },
    {
      name: "count",
      title: t("nav.indicators"),
      width: "112px",
      isExtra: true,
      cell: ({ indicatorCount }) => (
        <span title={formatWhole(indicatorCount, language)}>{formatCount(indicatorCount, language)}</span>
      ),
    },
    {
      name: "count",
      key: "matches",
      title: t("rules.matches", { days: COUNTED_DAYS }),
      width: "136px",
      isExtra: true,
      cell: ({ id }) =>
        counts !== undefined && (
          <Link to="/alerts" search={{ rule: id, state: "all" }} className="above">
            {formatCount(counts.get(id) ?? 0, language)}
          </Link>
        ),
    },
    {
      name: "imported",
      title: t("indicators.imported"),
      isExtra: true,
      width: "30%",
      cell: ({ lastImport }) => <LastImport of={lastImport} />,
    },
  ];
  return (
    <ListTable
      caption={t("indicators.lists")}
      columns={columns}
      rows={lists}
      keyOf={({ id }) => id}
      openKey={undefined}
      onOpen={({ id }) => void navigate({ to: "/indicators/$listId", params: { listId: id }, search: {} })}
    />
  );
}

function LastImport({ of: last }: { readonly of: IndicatorList["lastImport"] }) {
  const { t, language } = useTexts();
  if (last === null) return <span className="quiet">{t("indicators.imported.never")}</span>;
  const counts = takenOf(last).map((one) => `${t(TAKEN_TEXT[one])} ${formatCount(last[one], language)}`);
  return (
    <span title={counts.join(" · ")}>
      <TimeAgo at={last.at} /> <span className="quiet">· {counts.join(" · ")}</span>
    </span>
  );
}
