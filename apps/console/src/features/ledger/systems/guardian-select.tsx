// SPDX-License-Identifier: Apache-2.0
/** The organisation that maintains or guards a system, out of the directory. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { organisationsQuery } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";

interface GuardianProps {
  readonly ids: { readonly id: string };
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

export function GuardianSelect({ ids, value, onChange }: GuardianProps) {
  const { t } = useTexts();
  const { data = [] } = useQuery(organisationsQuery);
  return (
    <Select<string>
      {...ids}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("ledger.guardian.none")}
      value={value}
      options={data.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id: string | undefined) => onChange(id ?? null)}
    />
  );
}
