// SPDX-License-Identifier: Apache-2.0
import { Select } from "antd";

interface SelectProps {
  readonly ids: { readonly id: string };
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

export function OrganisationSelect({ ids, organisations, value, onChange }: SelectProps) {
  return (
    <Select<string>
      {...ids}
      showSearch={{ optionFilterProp: "label" }}
      value={value}
      options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onChange}
    />
  );
}
