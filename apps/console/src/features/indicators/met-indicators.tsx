// SPDX-License-Identifier: Apache-2.0
/** In an alert of a list: which indicators an event met, and the list that has them. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { listQuery } from "./queries.ts";
import { linesOf } from "./view.ts";

interface MetProps {
  /** As the match names them. */
  readonly indicators: string | undefined;
  readonly listId: string;
}

export function MetIndicators({ indicators, listId }: MetProps) {
  const { t } = useTexts();
  const { data: list } = useQuery(listQuery(listId));
  return (
    <p className="met">
      <strong>{t("indicators.met")}</strong>{" "}
      {linesOf(indicators).map((value) => (
        <Link key={value} to="/indicators" search={{ value }} title={t("indicators.met.ask")}>
          <code>{value}</code>
        </Link>
      ))}
      <Link to="/indicators/$listId" params={{ listId }} search={{}} className="quiet">
        {list?.title ?? t("indicators.list")}
      </Link>
    </p>
  );
}
