// SPDX-License-Identifier: Apache-2.0
/** The coordinating centre that an organisation belongs to, found by its name. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { organisationQuery, organisationsQuery } from "./queries.ts";

const OFFERED = 20;

interface CentreSelectProps {
  readonly value: string | null;
  /** The organisation itself. */
  readonly except: string | undefined;
  readonly onChange: (id: string | null) => void;
}

export function CentreSelect({ value, except, onChange }: CentreSelectProps) {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const { data } = useQuery(organisationsQuery({ limit: OFFERED, ...(text !== "" && { text }) }));
  const { data: chosen } = useQuery({ ...organisationQuery(value ?? ""), enabled: value !== null });
  const found = data?.organisations ?? [];
  const all = chosen === undefined || found.some(({ id }) => id === chosen.id) ? found : [chosen, ...found];
  return (
    <Field label={t("organisations.centre")} help={t("organisations.centre.help")}>
      {(ids) => (
        <Select
          {...ids}
          allowClear
          showSearch={{ filterOption: false, onSearch: setText }}
          placeholder={t("organisations.centre.none")}
          value={value}
          options={all.filter(({ id }) => id !== except).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string | null | undefined) => onChange(id ?? null)}
        />
      )}
    </Field>
  );
}
