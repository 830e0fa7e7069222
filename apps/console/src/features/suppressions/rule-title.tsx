// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../app/use-texts.ts";
import { ruleTitleQuery } from "./queries.ts";

/** What a suppression is about: a rule by its title, or every rule. */
export function RuleTitle({ id }: { readonly id: string | null }) {
  const { t } = useTexts();
  const { data, error } = useQuery({ ...ruleTitleQuery(id ?? ""), enabled: id !== null });
  if (id === null) return <span>{t("suppressions.anyRule")}</span>;
  if (error !== null) return <span className="quiet">{t("suppressions.hiddenRule")}</span>;
  return <span title={data?.rule.title}>{data?.rule.title ?? "…"}</span>;
}
