// SPDX-License-Identifier: Apache-2.0
/** The same by organisation: where it is urgent. Each number leads to its records there. */
import type { Situation } from "@fengsui/contract";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Card } from "../../parts/card.tsx";
import { formatWhole } from "../../parts/number.ts";
import { Severity } from "../../parts/severity.tsx";
import { spanSearch, type Window } from "./view.ts";

type Line = Situation["organisations"][number];

interface Of {
  readonly organisation: string;
  readonly at: Window;
  /** As which side one looks at what it received: as itself, or as those who issued it. */
  readonly side: "received" | "issued";
}

interface Column {
  readonly title: TextKey;
  readonly count: (line: Line) => number;
  readonly link: (of: Of) => Pick<LinkProps, "to" | "search">;
}

const COLUMNS: readonly Column[] = [
  {
    title: "situation.open",
    count: ({ openAlerts }) => openAlerts,
    link: ({ organisation }) => ({ to: "/alerts", search: { organisation } }),
  },
  {
    title: "situation.raised",
    count: ({ inSpan }) => inSpan,
    link: ({ organisation, at }) => ({
      to: "/alerts",
      search: { organisation, state: "all", ...spanSearch(at) },
    }),
  },
  {
    title: "situation.cases",
    count: ({ activeCases }) => activeCases,
    link: ({ organisation }) => ({ to: "/cases", search: { organisation } }),
  },
  {
    title: "situation.ordersReceived",
    count: ({ openOrders }) => openOrders,
    link: ({ organisation, side }) => ({ to: "/orders", search: { organisation, side } }),
  },
  {
    title: "situation.overdue",
    count: ({ overdueOrders }) => overdueOrders,
    link: ({ organisation, side }) => ({ to: "/orders", search: { organisation, side, overdue: "yes" } }),
  },
  {
    title: "situation.silent",
    count: ({ silentSources }) => silentSources,
    link: ({ organisation }) => ({ to: "/sources", search: { organisation, state: "silent" } }),
  },
];

interface TableProps {
  readonly lines: readonly Line[];
  readonly at: Window;
  /** Of the reader: what they received is asked for by their own side. */
  readonly own: readonly string[];
}

export function OrganisationTable({ lines, at, own }: TableProps) {
  const { t, language } = useTexts();
  const linkOf = ({ link }: Column, organisation: string) =>
    link({ organisation, at, side: own.includes(organisation) ? "received" : "issued" });
  return (
    <Card title={t("situation.byOrganisation")}>
      <div className="scrolls">
        <table className="rows numbers">
          <thead>
            <tr>
              <th scope="col">{t("organisation.label")}</th>
              <th scope="col">{t("situation.worst")}</th>
              {COLUMNS.map(({ title }) => (
                <th key={title} scope="col">
                  {t(title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  <Link to="/situation" search={{ organisation: line.id }}>
                    {line.name}
                  </Link>
                </th>
                <td>{line.worstOpen === null ? "–" : <Severity level={line.worstOpen} />}</td>
                {COLUMNS.map((column) => (
                  <td key={column.title}>
                    <Link {...linkOf(column, line.id)}>{formatWhole(column.count(line), language)}</Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
