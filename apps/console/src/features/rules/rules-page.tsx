// SPDX-License-Identifier: Apache-2.0
/** The rules that events are matched with: the list, on and off, upload. */
import type { Rule } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, type InputRef, Select, Switch } from "antd";
import { useDeferredValue, useRef } from "react";
import { useSession } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { rulesQuery, useSwitchRule } from "./queries.ts";
import { RulePanel } from "./rule-panel.tsx";
import { UploadRules } from "./upload-rules.tsx";
import {
  filterRules,
  type RuleFilters,
  readRuleFilters,
  WHICH,
  type Which,
  writeRuleFilters,
} from "./view.ts";

const WHICH_TEXT: Readonly<Record<Which, TextKey>> = { all: "rules.all", on: "rules.on", off: "rules.off" };
/** More rows than that make the page slow, and nobody reads them. */
const MAX_SHOWN = 500;

export function RulesPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/rules" });
  const filters = readRuleFilters(search);
  const rules = useInfiniteQuery(rulesQuery(filters.which));
  const text = useDeferredValue(filters.text);
  const mayUpload = useSession().organisations.some(({ role }) => role !== "viewer");
  const all = rules.data?.pages.flatMap((page) => page.rules);
  const found = all === undefined ? undefined : filterRules(all, text);
  const open = all?.find(({ id }) => id === search["open"]);
  const go = (next: RuleFilters, more: Readonly<Record<string, string>> = {}) =>
    void navigate({
      to: "/rules",
      search: { ...writeRuleFilters(next), ...more },
      replace: next.text !== filters.text,
    });
  useKeys({ Escape: () => go(filters) });
  const upload = mayUpload && (
    <Button type="primary" onClick={() => go(filters, { upload: "yes" })}>
      {t("rules.upload")}
    </Button>
  );
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.rules")}>
        <header className="page-head">
          <h1>{t("nav.rules")}</h1>
          {found !== undefined && (
            <span className="quiet" role="status">
              {t("rules.count", { count: found.length })}
            </span>
          )}
          <span className="grow" />
          {upload}
        </header>
        <RuleFilterBar filters={filters} onChange={go} />
        {rules.error !== null && <ProblemNotice error={rules.error} onRetry={() => void rules.refetch()} />}
        {found?.length === 0 ? (
          <NoRules isFiltered={text !== "" || filters.which !== "all"} />
        ) : (
          rules.error === null && (
            <RuleList
              rows={found?.slice(0, MAX_SHOWN)}
              open={open?.id}
              onOpen={({ id }) => go(filters, { open: id })}
            />
          )
        )}
        {found !== undefined && found.length > MAX_SHOWN && (
          <p className="quiet">{t("rules.narrow", { count: MAX_SHOWN })}</p>
        )}
        {rules.hasNextPage && (
          <Button block loading={rules.isFetchingNextPage} onClick={() => void rules.fetchNextPage()}>
            {t("list.more")}
          </Button>
        )}
      </section>
      {open !== undefined && <RulePanel key={open.id} rule={open} onClose={() => go(filters)} />}
      {search["upload"] !== undefined && mayUpload && <UploadRules onClose={() => go(filters)} />}
    </div>
  );
}

interface FilterBarProps {
  readonly filters: RuleFilters;
  readonly onChange: (filters: RuleFilters) => void;
}

function RuleFilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTexts();
  const input = useRef<InputRef>(null);
  useKeys({ "/": () => input.current?.focus({ cursor: "all" }) });
  return (
    <search className="filters" aria-label={t("rules.filters")}>
      <Select<Which>
        aria-label={t("rules.which")}
        value={filters.which}
        options={WHICH.map((value) => ({ value, label: t(WHICH_TEXT[value]) }))}
        onChange={(which) => onChange({ ...filters, which })}
      />
      <Input
        ref={input}
        className="host"
        aria-label={t("rules.find")}
        placeholder={t("rules.find")}
        allowClear
        value={filters.text}
        onChange={({ target }) => onChange({ ...filters, text: target.value })}
      />
    </search>
  );
}

interface RuleListProps {
  readonly rows: readonly Rule[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (rule: Rule) => void;
}

function RuleList({ rows, open, onOpen }: RuleListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Rule>[] = [
    { name: "switch", title: t("rules.enabled"), cell: (rule) => <RuleSwitch rule={rule} /> },
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} /> },
    {
      name: "title",
      title: t("rules.title"),
      isMain: true,
      cell: ({ title }) => <span title={title}>{title}</span>,
    },
    { name: "version", title: t("rules.version"), isExtra: true, cell: ({ version }) => version },
    {
      name: "time",
      title: t("rules.changed"),
      isExtra: true,
      cell: ({ changedAt }) => <TimeAgo at={changedAt} />,
    },
  ];
  return (
    <ListTable
      caption={t("nav.rules")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}

function RuleSwitch({ rule }: { readonly rule: Rule }) {
  const { t } = useTexts();
  const change = useSwitchRule();
  // At once as wanted; should the hub refuse, it goes back.
  const isOn = change.isPending ? change.variables.isEnabled : rule.isEnabled;
  return (
    <span className="above">
      <Switch
        size="small"
        aria-label={t("rules.enabled.of", { title: rule.title })}
        checked={isOn}
        onChange={(isEnabled) => change.mutate({ id: rule.id, isEnabled })}
      />
      {change.error !== null && <span role="alert">{t("rules.switch.refused")}</span>}
    </span>
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
