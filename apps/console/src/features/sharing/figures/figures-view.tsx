// SPDX-License-Identifier: Apache-2.0
/** How much was shared and received in the last months. Each figure leads to the list that it is the length of. */
import { MARKINGS, type Marking, type SharingFigures } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { TimeChart } from "../../../parts/charts/time-chart.tsx";
import { formatWhole } from "../../../parts/number.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { exactTime } from "../../../parts/time.ts";
import { TlpChip } from "../../../parts/tlp.tsx";
import { figuresQuery } from "../queries.ts";
import { countOf, listBehind, ROWS, type Row } from "./view.ts";

const HEIGHT = 160;
const MONTH_MS = 30 * 24 * 3_600_000;
const ROW_TEXT = {
  casesShared: "sharing.figures.casesShared",
  casesReceived: "sharing.figures.casesReceived",
  publicationsShared: "sharing.figures.publicationsShared",
  publicationsReceived: "sharing.figures.publicationsReceived",
} as const;

export function FiguresView({ head }: { readonly head: ReactNode }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(figuresQuery);
  return (
    <div className="page">
      <section className="page-main" aria-label={t("sharing.figures")}>
        <header className="page-head">{head}</header>
        <p className="quiet">{t("sharing.figures.says")}</p>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        <Card title={t("sharing.figures.byMarking")}>
          {data === undefined ? <Waiting /> : <ByMarking figures={data} />}
        </Card>
        <Card title={t("sharing.figures.byMonth")}>
          {data === undefined ? <Waiting /> : <ByMonth figures={data} />}
        </Card>
      </section>
    </div>
  );
}

function Waiting() {
  return <div className="chart-wait" style={{ height: HEIGHT }} aria-hidden="true" />;
}

interface FiguresProps {
  readonly figures: SharingFigures;
}

function ByMarking({ figures }: FiguresProps) {
  const { t } = useTexts();
  const lines = MARKINGS.map((marking) => ({
    key: marking,
    name: <TlpChip marking={marking} />,
    of: { marking },
  }));
  return (
    <FigureTable
      figures={figures}
      caption={t("sharing.figures.byMarking")}
      first={t("case.share.marking")}
      lines={[...lines, { key: "all", name: t("sharing.figures.all"), of: {} }]}
    />
  );
}

function ByMonth({ figures }: FiguresProps) {
  const { t } = useTexts();
  const { months } = figures;
  const starts = useMemo(() => months.map(({ from }) => Date.parse(from)), [months]);
  const series = useMemo(
    () =>
      [false, true].map((isReceived) => ({
        name: t(isReceived ? "shared.received" : "shared.own"),
        colour: isReceived ? "--quiet" : "--accent",
        counts: months.map(
          (_, month) =>
            countOf(figures, { kind: "case", isReceived }, { month }) +
            countOf(figures, { kind: "publication", isReceived }, { month }),
        ),
      })),
    [figures, months, t],
  );
  return (
    <>
      <TimeChart
        label={t("sharing.figures.byMonth")}
        starts={starts}
        intervalMs={MONTH_MS}
        series={series}
        height={HEIGHT}
      />
      <FigureTable
        figures={figures}
        caption={t("sharing.figures.byMonth")}
        first={t("sharing.figures.month")}
        lines={months.map(({ from }, month) => ({
          key: from,
          name: exactTime(from).slice(0, 7),
          of: { month },
        }))}
      />
    </>
  );
}

interface TableProps extends FiguresProps {
  readonly caption: string;
  /** What the first column has. */
  readonly first: string;
  readonly lines: readonly {
    readonly key: string;
    readonly name: ReactNode;
    readonly of: { readonly marking?: Marking; readonly month?: number };
  }[];
}

function FigureTable({ figures, caption, first, lines }: TableProps) {
  const { t } = useTexts();
  return (
    <div className="chart-table">
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {ROWS.map(({ name }) => (
              <th key={name} scope="col">
                {t(ROW_TEXT[name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, of }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {ROWS.map((row) => (
                <FigureCell key={row.name} figures={figures} row={row} of={of} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps extends FiguresProps {
  readonly row: Row;
  readonly of: { readonly marking?: Marking; readonly month?: number };
}

function FigureCell({ figures, row, of }: CellProps) {
  const { language } = useTexts();
  const count = countOf(figures, row, of);
  return (
    <td>
      {count === 0 ? (
        <span className="quiet">0</span>
      ) : (
        <Link {...listBehind(figures, row, of)}>{formatWhole(count, language)}</Link>
      )}
    </td>
  );
}
