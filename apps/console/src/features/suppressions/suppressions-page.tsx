// SPDX-License-Identifier: Apache-2.0
/** What keeps alerts silent: the list, why and until when each holds, a new one, and ending one. */
import type { Suppression } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { suppressionsQuery } from "./queries.ts";
import { RuleTitle } from "./rule-title.tsx";
import { STATE_TEXT } from "./state-text.ts";
import { SuppressionForm } from "./suppression-form.tsx";
import { SuppressionPanel } from "./suppression-panel.tsx";
import {
  filterSuppressions,
  readSuppressionFilter,
  SUPPRESSION_STATES,
  type SuppressionFilter,
  stateOf,
} from "./view.ts";

const FILTER_TEXT: Readonly<Record<SuppressionFilter, TextKey>> = {
  active: "suppressions.active",
  over: "suppressions.over",
  all: "suppressions.all",
};

export function SuppressionsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/suppressions" });
  const filter = readSuppressionFilter(search["state"]);
  const { data, error, refetch } = useQuery(suppressionsQuery);
  const mayAct = useSession().organisations.some(({ role }) => role !== "viewer");
  const rows = data && filterSuppressions(data, filter, Date.now());
  const open = data?.find(({ id }) => id === search["open"]);
  const show = (more: Readonly<Record<string, string>> = {}, next = filter) =>
    void navigate({ to: "/suppressions", search: { ...(next !== "active" && { state: next }), ...more } });
  useKeys({ Escape: () => show() });
  const add = mayAct && (
    <Button type="primary" onClick={() => show({ new: "yes" })}>
      {t("suppressions.add")}
    </Button>
  );
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.suppressions")}>
        <header className="page-head">
          <h1>{t("nav.suppressions")}</h1>
          <Choices
            label={t("alerts.state")}
            value={filter}
            choices={SUPPRESSION_STATES.map((value) => ({ value, label: t(FILTER_TEXT[value]) }))}
            onChange={(next) => show({}, next)}
          />
          <span className="grow" />
          {add}
        </header>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {rows?.length === 0 ? (
          <Empty title={t("suppressions.none")} hint={t("suppressions.none.hint")} />
        ) : (
          error === null && (
            <SuppressionList rows={rows} open={open?.id} onOpen={({ id }) => show({ open: id })} />
          )
        )}
      </section>
      {open !== undefined && (
        <SuppressionPanel key={open.id} suppression={open} mayAct={mayAct} onClose={() => show()} />
      )}
      {search["new"] !== undefined && mayAct && (
        <Dialog title={t("suppressions.add")} isWide onClose={() => show()}>
          <SuppressionForm onDone={({ id }) => show({ open: id })} />
        </Dialog>
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly Suppression[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (suppression: Suppression) => void;
}

function SuppressionList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Suppression>[] = [
    {
      name: "title",
      title: t("suppressions.what"),
      isMain: true,
      cell: ({ ruleId, conditions }) => (
        <>
          <RuleTitle id={ruleId} />
          {conditions.length > 0 && (
            <span className="quiet">
              {" "}
              · {conditions.map(({ field, equals }) => `${field} = ${equals}`).join(", ")}
            </span>
          )}
        </>
      ),
    },
    {
      name: "entity",
      title: t("suppressions.reason"),
      isExtra: true,
      cell: ({ reason }) => <span title={reason}>{reason}</span>,
    },
    { name: "health", title: t("alerts.state"), cell: (one) => t(STATE_TEXT[stateOf(one, Date.now())]) },
    {
      name: "time",
      title: t("suppressions.ends"),
      cell: ({ endedAt, expiresAt }) => <TimeAgo at={endedAt ?? expiresAt} />,
    },
  ];
  return (
    <ListTable
      caption={t("nav.suppressions")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
