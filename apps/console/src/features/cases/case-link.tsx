// SPDX-License-Identifier: Apache-2.0
/** A case by its name, and the way to it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { caseQuery } from "./queries.ts";
import { caseName } from "./view.ts";

export function CaseLink({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { data } = useQuery(caseQuery(id));
  return (
    <Link to="/cases/$caseId" params={{ caseId: id }} search={{}}>
      {data === undefined ? t("case.label") : caseName(data.case)}
    </Link>
  );
}

/** Where a whole row leads somewhere else. */
export function CaseTitle({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { data } = useQuery(caseQuery(id));
  const name = data === undefined ? t("case.label") : caseName(data.case);
  return <span title={name}>{name}</span>;
}
