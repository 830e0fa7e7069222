// SPDX-License-Identifier: Apache-2.0
/** To a case, by its name. */
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
