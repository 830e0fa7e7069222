// SPDX-License-Identifier: Apache-2.0
/** Which alerts become cases by themselves: the list, one beside it to change, a new one. */
import type { CaseRule } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Switch } from "antd";
import { hub } from "../../app/hub.ts";
import { useIsAtLeast, useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useKeys } from "../../parts/use-keys.ts";
import { CaseRuleForm } from "./case-rule-form.tsx";
import { CaseRulePanel } from "./case-rule-panel.tsx";
import { CASE_RULES_KEY, caseRulesQuery } from "./queries.ts";

export function CaseRulesPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/case-rules" });
  const { data: rows, error, refetch } = useQuery(caseRulesQuery);
  const mayAdd = useOrganisationsAs("analyst").length > 0;
  const open = rows?.find(({ id }) => id === search["open"]);
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/case-rules", search: more });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.caseRules")}>
        <header className="page-head">
          <h1>{t("nav.caseRules")}</h1>
          <span className="grow" />
          {mayAdd && (
            <Button type="primary" onClick={() => show({ new: "yes" })}>
              {t("caseRules.add")}
            </Button>
          )}
        </header>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {rows?.length === 0 ? (
          <Empty title={t("caseRules.none")} hint={t("caseRules.none.hint")} />
        ) : (
          error === null && (
            <CaseRuleList rows={rows} open={open?.id} onOpen={({ id }) => show({ open: id })} />
          )
        )}
      </section>
      {open !== undefined && <CaseRulePanel key={open.id} rule={open} onClose={() => show()} />}
      {search["new"] !== undefined && mayAdd && (
        <Dialog title={t("caseRules.add")} isWide onClose={() => show()}>
          <CaseRuleForm onDone={({ id }) => show({ open: id })} />
        </Dialog>
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly CaseRule[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (rule: CaseRule) => void;
}

function CaseRuleList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<CaseRule>[] = [
    { name: "switch", title: t("rules.enabled"), cell: (rule) => <CaseRuleSwitch rule={rule} /> },
    {
      name: "title",
      title: t("caseRules.one"),
      isMain: true,
      cell: ({ name }) => <span title={name}>{name}</span>,
    },
    {
      name: "organisation",
      title: t("organisation.label"),
      width: "160px",
      isExtra: true,
      cell: ({ organisationId }) => <OrganisationName id={organisationId} />,
    },
    {
      name: "time",
      title: t("caseRules.since"),
      isExtra: true,
      cell: ({ since }) => <TimeAgo at={since} />,
    },
  ];
  return (
    <ListTable
      caption={t("nav.caseRules")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}

function CaseRuleSwitch({ rule }: { readonly rule: CaseRule }) {
  const { t } = useTexts();
  const act = useAct([CASE_RULES_KEY]);
  const mayChange = useIsAtLeast("analyst", rule.organisationId);
  if (!mayChange) return t(rule.isEnabled ? "caseRules.on" : "caseRules.off");
  return (
    <span className="above">
      <Switch
        size="small"
        aria-label={t("rules.enabled.of", { title: rule.name })}
        checked={rule.isEnabled}
        loading={act.isPending}
        onChange={(isEnabled) => act.mutate(() => hub.caseRules.change(rule.id, { isEnabled }))}
      />
      {act.error !== null && <span role="alert">{t("rules.switch.refused")}</span>}
    </span>
  );
}
