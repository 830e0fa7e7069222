// SPDX-License-Identifier: Apache-2.0
/** One list of indicators: what it is, what is in it, and what came of the last import. */
import type { IndicatorList } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Fact } from "../../parts/fact.tsx";
import { formatCount, formatWhole } from "../../parts/number.ts";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { COUNTED_DAYS, ruleCountsQuery } from "../rules/queries.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { ImportOutcome } from "./import-outcome.tsx";
import { ListContent } from "./list-content.tsx";
import { ListSwitch } from "./list-switch.tsx";
import { EditListForm } from "./new-list-form.tsx";
import { listQuery } from "./queries.ts";
import { mayChangeList, readKind } from "./view.ts";

export function ListPage() {
  const { t } = useTexts();
  const { listId } = useParams({ from: "/inside/indicators/$listId" });
  const { data, error, refetch } = useQuery(listQuery(listId));
  return (
    <div className="page">
      <section className="page-main" aria-label={data?.title ?? t("indicators.list")}>
        <nav aria-label={t("indicators.where")}>
          <Link to="/indicators" search={{}}>
            {t("indicators.allLists")}
          </Link>
        </nav>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <div className="panel-skeleton" aria-hidden="true" />}
        {data !== undefined && <OneList key={data.id} list={data} />}
      </section>
    </div>
  );
}

function OneList({ list }: { readonly list: IndicatorList }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/indicators/$listId" });
  const mayChange = mayChangeList(list, useSession());
  const kind = readKind(search["kind"]);
  const show = (more: Readonly<Record<string, string>> = {}, next = kind) =>
    void navigate({
      to: "/indicators/$listId",
      params: { listId: list.id },
      search: { ...(next && { kind: next }), ...more },
    });
  return (
    <>
      <header className="page-head">
        <h1>{list.title}</h1>
        <Severity level={list.level} />
        <ListSwitch list={list} />
        <span className="grow" />
        {mayChange && (
          <>
            <Button onClick={() => show({ edit: "yes" })}>{t("indicators.edit")}</Button>
            <Button type="primary" onClick={() => show({ import: "yes" })}>
              {t("indicators.import")}
            </Button>
          </>
        )}
      </header>
      <ListFacts list={list} />
      {list.lastImport !== null && (
        <details>
          <summary>
            {t("indicators.imported")} <TimeAgo at={list.lastImport.at} />
          </summary>
          <ImportOutcome taken={list.lastImport} />
        </details>
      )}
      <ListContent
        list={list}
        kind={kind}
        mayChange={mayChange}
        onKind={(next) => show({}, next)}
        onImport={() => show({ import: "yes" })}
      />
      {mayChange && search["edit"] !== undefined && (
        <Dialog title={t("indicators.edit")} onClose={() => show()}>
          <EditListForm list={list} onDone={() => show()} />
        </Dialog>
      )}
      {mayChange && search["import"] !== undefined && <ImportDialog list={list} onClose={() => show()} />}
    </>
  );
}

function ListFacts({ list }: { readonly list: IndicatorList }) {
  const { t, language } = useTexts();
  const { data: counts } = useQuery(ruleCountsQuery);
  return (
    <dl className="facts">
      <Fact name={t("nav.indicators")}>{formatWhole(list.indicatorCount, language)}</Fact>
      <Fact name={t("rules.matches", { days: COUNTED_DAYS })}>
        {counts === undefined ? "" : formatCount(counts.get(list.id) ?? 0, language)}
      </Fact>
      <Fact name={t("nav.alerts")}>
        <Link to="/alerts" search={{ rule: list.id, state: "all" }}>
          {t("rules.itsAlerts")}
        </Link>
      </Fact>
      <Fact name={t("indicators.matchedWith")}>
        {list.scope === "hub" ? t("indicators.ofHub.all") : <OrganisationName id={list.organisationId} />}
      </Fact>
      <Fact name={t("nav.rules")}>
        <Link to="/rules" search={{ open: list.id }}>
          {t("rules.versionOf", { version: list.version })}
        </Link>{" "}
        · <TimeAgo at={list.changedAt} />
      </Fact>
    </dl>
  );
}
