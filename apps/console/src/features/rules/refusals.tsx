// SPDX-License-Identifier: Apache-2.0
/** Documents that are no rule that can be used: which file, what is wrong, what to do. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { Diagnostics } from "./diagnostics.tsx";
import { refusalsQuery } from "./queries.ts";

export function Refusals() {
  const { t } = useTexts();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(refusalsQuery);
  const rows = data?.pages.flatMap((page) => page.refusals);
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (rows === undefined) return <div className="panel-skeleton" aria-hidden="true" />;
  if (rows.length === 0) return <Empty title={t("rules.refused.none")} hint={t("rules.refused.none.hint")} />;
  return (
    <>
      <ul className="refusals">
        {rows.map(({ id, file, diagnostics, at }) => (
          <li key={id} className="card-part">
            <header>
              <h2>
                <code>{file}</code>
              </h2>
              <span className="quiet">
                <TimeAgo at={at} />
              </span>
            </header>
            <Diagnostics diagnostics={diagnostics} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}
