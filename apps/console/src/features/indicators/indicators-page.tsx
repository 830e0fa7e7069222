// SPDX-License-Identifier: Apache-2.0
/** What is known to be bad: a box that tells of one value, and the lists. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { ListsTable } from "./lists-table.tsx";
import { LookUp } from "./look-up.tsx";
import { NewListForm } from "./new-list-form.tsx";
import { listsQuery, type Question } from "./queries.ts";
import { readKind } from "./view.ts";

export function IndicatorsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/indicators" });
  const { data: lists, error, refetch } = useQuery(listsQuery);
  const mayAdd = useOrganisationsAs("analyst").length > 0;
  const question: Question = { value: search["value"] ?? "", kind: readKind(search["kind"]) };
  const show = ({ value, kind }: Question, more: Readonly<Record<string, string>> = {}) =>
    void navigate({
      to: "/indicators",
      search: { ...(value !== "" && { value }), ...(kind && { kind }), ...more },
    });
  const add = mayAdd && (
    <Button type="primary" onClick={() => show(question, { new: "yes" })}>
      {t("indicators.lists.add")}
    </Button>
  );
  return (
    <div className="page">
      <section className="page-main" aria-label={t("nav.indicators")}>
        <header className="page-head">
          <h1>{t("nav.indicators")}</h1>
          <span className="grow" />
          {lists?.length !== 0 && add}
        </header>
        <LookUp question={question} onAsk={(next) => show(next)} />
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {lists?.length === 0 ? (
          <Empty title={t("indicators.lists.none")} hint={t("indicators.lists.none.hint")}>
            {add}
          </Empty>
        ) : (
          error === null && <ListsTable lists={lists} />
        )}
      </section>
      {search["new"] !== undefined && mayAdd && (
        <Dialog title={t("indicators.lists.add")} onClose={() => show(question)}>
          <NewListForm
            onDone={({ id }) =>
              void navigate({
                to: "/indicators/$listId",
                params: { listId: id },
                search: { import: "yes" },
              })
            }
          />
        </Dialog>
      )}
    </div>
  );
}
