// SPDX-License-Identifier: Apache-2.0
/** One rule of thousands, found by typing a part of its title. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { findRulesQuery } from "./queries.ts";

export interface ChosenRule {
  readonly id: string;
  readonly title: string;
}

interface RuleSelectProps {
  readonly ids: { readonly id: string };
  readonly rule: ChosenRule | undefined;
  readonly onChange: (rule: ChosenRule | undefined) => void;
}

export function RuleSelect({ ids, rule, onChange }: RuleSelectProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const { data = [] } = useQuery(findRulesQuery(useDeferredValue(typed.trim())));
  const chosen = rule === undefined || data.some(({ id }) => id === rule.id) ? [] : [rule];
  return (
    <Select<string>
      {...ids}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("suppressions.anyRule")}
      value={rule?.id ?? null}
      options={[...chosen, ...data].map(({ id, title }) => ({ value: id, label: title }))}
      onChange={(id: string | undefined) => onChange([...chosen, ...data].find((one) => one.id === id))}
    />
  );
}
