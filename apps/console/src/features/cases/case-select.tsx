// SPDX-License-Identifier: Apache-2.0
/** An open case of an organisation, found by typing a part of its title or its number. */
import type { Case } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { findCasesQuery } from "./queries.ts";
import { caseName } from "./view.ts";

interface CaseSelectProps {
  readonly ids: { readonly id: string };
  readonly organisationId: string;
  /** Not to be offered. */
  readonly except?: string;
  readonly value: Case | undefined;
  readonly onChange: (one: Case | undefined) => void;
}

export function CaseSelect({ ids, organisationId, except, value, onChange }: CaseSelectProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const { data = [] } = useQuery(findCasesQuery(organisationId, useDeferredValue(typed.trim())));
  const chosen = value === undefined || data.some(({ id }) => id === value.id) ? [] : [value];
  const offered = [...chosen, ...data].filter(({ id }) => id !== except);
  return (
    <Select<string>
      {...ids}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("case.choose")}
      notFoundContent={t("case.choose.none")}
      value={value?.id ?? null}
      options={offered.map((one) => ({ value: one.id, label: caseName(one) }))}
      onChange={(id: string | undefined) => onChange(offered.find((one) => one.id === id))}
    />
  );
}
