// SPDX-License-Identifier: Apache-2.0
/** What one's organisations are asked, and what they asked for. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { requestsQuery } from "../queries.ts";
import { AccessForm } from "./access-form.tsx";
import { RequestRows } from "./request-rows.tsx";

export function RequestsView({ head }: { readonly head: ReactNode }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/sharing" });
  const mayAsk = useOrganisationsAs("analyst").length > 0;
  const { data, error, refetch } = useQuery(requestsQuery);
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/sharing", search: { view: "requests", ...more } });
  return (
    <div className="page">
      <section className="page-main" aria-label={t("sharing.requests")}>
        <header className="page-head">
          {head}
          <span className="grow" />
          {mayAsk && (
            <Button type="primary" onClick={() => show({ ask: "yes" })}>
              {t("sharing.access.ask")}
            </Button>
          )}
        </header>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data?.asked.length === 0 && data.toAnswer.length === 0 && (
          <Empty title={t("sharing.requests.none")} hint={t("sharing.requests.hint")} />
        )}
        {data !== undefined && data.toAnswer.length > 0 && (
          <RequestRows title={t("sharing.requests.toAnswer")} rows={data.toAnswer} isToAnswer />
        )}
        {data !== undefined && data.asked.length > 0 && (
          <RequestRows title={t("sharing.requests.asked")} rows={data.asked} isToAnswer={false} />
        )}
      </section>
      {search["ask"] !== undefined && mayAsk && <AccessForm onClose={() => show()} />}
    </div>
  );
}
