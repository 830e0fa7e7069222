// SPDX-License-Identifier: Apache-2.0
/** Any organisation, or one: those that one may know. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { organisationsQuery } from "../app/session.ts";
import { useTexts } from "../app/use-texts.ts";

interface OrganisationFilterProps {
  /** Empty for all. */
  readonly id: string;
  readonly onChange: (id: string) => void;
}

export function OrganisationFilter({ id, onChange }: OrganisationFilterProps) {
  const { t } = useTexts();
  const { data = [] } = useQuery(organisationsQuery);
  if (data.length < 2 && id === "") return null;
  return (
    <Select<string>
      aria-label={t("organisation.label")}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: "label" }}
      value={id}
      options={[
        { value: "", label: t("organisation.any") },
        ...data.map((one) => ({ value: one.id, label: one.name })),
      ]}
      onChange={onChange}
    />
  );
}
