// SPDX-License-Identifier: Apache-2.0
/** Some rules of thousands, found by typing a part of their titles. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { findRulesQuery, ruleTitleQuery } from "../suppressions/queries.ts";

interface RulesSelectProps {
  readonly ids: { readonly id: string };
  readonly ruleIds: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

export function RulesSelect({ ids, ruleIds, onChange }: RulesSelectProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const { data = [] } = useQuery(findRulesQuery(useDeferredValue(typed.trim())));
  const chosen = useQueries({ queries: ruleIds.map((id) => ruleTitleQuery(id)) });
  const titles = new Map([
    ...data.map(({ id, title }) => [id, title] as const),
    ...chosen.flatMap(({ data: detail }) =>
      detail === undefined ? [] : [[detail.rule.id, detail.rule.title] as const],
    ),
  ]);
  return (
    <Select<string[]>
      {...ids}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("rules.find")}
      value={[...ruleIds]}
      options={[...titles].map(([value, label]) => ({ value, label }))}
      onChange={onChange}
    />
  );
}
