// SPDX-License-Identifier: Apache-2.0
/** Rules by what they did in the last days: those that cost or match most, cannot be decided, or match nothing. */
import { RULE_ORDERS, type RuleOrder, type RulesFigures } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { formatCount } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useRuleTitle } from "../../parts/rule-title.ts";
import { Severity } from "../../parts/severity.tsx";
import { COUNTED_DAYS, rulesFiguresQuery } from "./queries.ts";
import { FIGURE_TEXT, FIGURES, type Figure } from "./view.ts";

const ORDER_TEXT = {
  cost: "rules.figures.order.cost",
  matches: "rules.figures.order.matches",
  undecided: "rules.figures.order.undecided",
  silent: "rules.figures.order.silent",
} as const;
const UNCOUNTED = { title: "rules.figures.none", hint: "rules.figures.none.hint" } as const;
const NONE_TEXT = {
  cost: UNCOUNTED,
  matches: UNCOUNTED,
  undecided: { title: "rules.figures.none.undecided", hint: "rules.figures.none.undecided.hint" },
  silent: { title: "rules.figures.none.silent", hint: "rules.figures.none.silent.hint" },
} as const;

type Row = RulesFigures["rules"][number];

interface FiguresListProps {
  readonly order: RuleOrder;
  readonly open: string | undefined;
  readonly onOrder: (order: RuleOrder) => void;
  readonly onOpen: (ruleId: string) => void;
}

export function FiguresList({ order, open, onOrder, onOpen }: FiguresListProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(rulesFiguresQuery(order));
  return (
    <>
      <div className="filters">
        <Choices
          label={t("rules.figures.order")}
          value={order}
          choices={RULE_ORDERS.map((value) => ({ value, label: t(ORDER_TEXT[value]) }))}
          onChange={onOrder}
        />
        <span className="quiet" role="status">
          {t("rules.figures.of", { days: COUNTED_DAYS })}
          {data?.isCut === true && ` · ${t("rules.figures.more", { count: data.rules.length })}`}
        </span>
      </div>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.rules.length === 0 ? (
        <Empty title={t(NONE_TEXT[order].title)} hint={t(NONE_TEXT[order].hint)} />
      ) : (
        error === null && <FiguresTable order={order} rows={data?.rules} open={open} onOpen={onOpen} />
      )}
    </>
  );
}

interface TableProps extends Pick<FiguresListProps, "order" | "open" | "onOpen"> {
  readonly rows: readonly Row[] | undefined;
}

function FiguresTable({ order, rows, open, onOpen }: TableProps) {
  const { t, language } = useTexts();
  const titleOf = useRuleTitle();
  const columnOf = (figure: Figure): Column<Row> => ({
    name: "count",
    key: figure,
    title: t(FIGURE_TEXT[figure].name),
    width: "104px",
    isExtra: figure !== SHOWN[order],
    cell: (row) => formatCount(row[figure], language),
  });
  const columns: readonly Column<Row>[] = [
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} /> },
    {
      name: "title",
      title: t("rules.title"),
      isMain: true,
      cell: ({ title, isEnabled }) => (
        <>
          <span title={titleOf(title)}>{titleOf(title)}</span>
          {!isEnabled && <span className="quiet"> · {t("rules.off")}</span>}
        </>
      ),
    },
    ...FIGURES.map(columnOf),
  ];
  return (
    <ListTable
      caption={t("rules.figures")}
      columns={columns}
      rows={rows}
      keyOf={({ ruleId }) => ruleId}
      openKey={open}
      onOpen={({ ruleId }) => onOpen(ruleId)}
    />
  );
}

/** On a small screen. */
const SHOWN: Readonly<Record<RuleOrder, Figure>> = {
  cost: "cost",
  matches: "matches",
  undecided: "undecided",
  silent: "evaluated",
};
