// SPDX-License-Identifier: Apache-2.0
/** The rules that events are matched with: the list, on and off, upload, and what was refused. */
import { RULE_ORDERS } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { FiguresList } from "./figures-list.tsx";
import { rulesQuery } from "./queries.ts";
import { Refusals } from "./refusals.tsx";
import { RuleFilterBar } from "./rule-filters.tsx";
import { RuleList } from "./rule-list.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { ShippedRules } from "./shipped-rules.tsx";
import { SwitchShown } from "./switch-shown.tsx";
import { UploadRules } from "./upload-rules.tsx";
import { type RuleFilters, readRuleFilters, writeRuleFilters } from "./view.ts";

const VIEWS = ["rules", "figures", "refused"] as const;
const VIEW_TEXT = { rules: "nav.rules", figures: "rules.figures", refused: "rules.refused" } as const;

export function RulesPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/rules" });
  const filters = readRuleFilters(search);
  const view = VIEWS.find((one) => one === search["view"]) ?? "rules";
  const { organisations, hubRoles } = useSession();
  const mayChange = organisations.some(({ role }) => role !== "viewer");
  const open = search["open"];
  const order = RULE_ORDERS.find((one) => one === search["order"]) ?? "cost";
  /** What stays when a rule is opened and closed. */
  const place: Readonly<Record<string, string>> = view === "figures" ? { view, order } : {};
  const go = (next: RuleFilters, more: Readonly<Record<string, string>> = {}) =>
    void navigate({
      to: "/rules",
      search: { ...writeRuleFilters(next), ...more },
      replace: next.text !== filters.text,
    });
  useKeys({ Escape: () => go(filters, place) });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.rules")}>
        <header className="page-head">
          <h1>{t("nav.rules")}</h1>
          <Choices
            label={t("rules.view")}
            value={view}
            choices={VIEWS.map((value) => ({ value, label: t(VIEW_TEXT[value]) }))}
            onChange={(next) => go(filters, next === "rules" ? {} : { view: next })}
          />
          <span className="grow" />
          {hubRoles.includes("operator") && <ShippedRules />}
          {mayChange && (
            <Button type="primary" onClick={() => go(filters, { upload: "yes" })}>
              {t("rules.upload")}
            </Button>
          )}
        </header>
        {view === "refused" && <Refusals />}
        {view === "figures" && (
          <FiguresList
            order={order}
            open={open}
            onOrder={(next) => go(filters, { view, order: next })}
            onOpen={(id) => go(filters, { ...place, open: id })}
          />
        )}
        {view === "rules" && <FoundRules filters={filters} open={open} mayChange={mayChange} onGo={go} />}
      </section>
      {open !== undefined && <RulePanel key={open} id={open} onClose={() => go(filters, place)} />}
      {search["upload"] !== undefined && mayChange && <UploadRules onClose={() => go(filters)} />}
    </div>
  );
}

interface FoundProps {
  readonly filters: RuleFilters;
  readonly open: string | undefined;
  readonly mayChange: boolean;
  readonly onGo: (filters: RuleFilters, more?: Readonly<Record<string, string>>) => void;
}

function FoundRules({ filters, open, mayChange, onGo }: FoundProps) {
  const { t } = useTexts();
  const rules = useInfiniteQuery(rulesQuery(filters));
  const rows = rules.data?.pages.flatMap((page) => page.rules);
  return (
    <>
      <div className="filters">
        <RuleFilterBar filters={filters} onChange={onGo} />
        {rows !== undefined && (
          <span className="quiet" role="status">
            {t(rules.hasNextPage ? "alerts.countMore" : "rules.count", { count: rows.length })}
          </span>
        )}
        <span className="grow" />
        {mayChange && rows !== undefined && rows.length > 0 && <SwitchShown rows={rows} />}
      </div>
      {rules.error !== null && <ProblemNotice error={rules.error} onRetry={() => void rules.refetch()} />}
      {rows?.length === 0 ? (
        <NoRules isFiltered={Object.keys(writeRuleFilters(filters)).length > 0} />
      ) : (
        rules.error === null && (
          <RuleList rows={rows} open={open} onOpen={({ id }) => onGo(filters, { open: id })} />
        )
      )}
      {rules.hasNextPage && (
        <Button block loading={rules.isFetchingNextPage} onClick={() => void rules.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}

function NoRules({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTexts();
  if (!isFiltered) return <Empty title={t("rules.none")} hint={t("rules.none.hint")} />;
  return (
    <Empty title={t("rules.none.filtered")} hint={t("rules.none.filtered.hint")}>
      <Link to="/rules" search={{}}>
        {t("filters.clear")}
      </Link>
    </Empty>
  );
}
