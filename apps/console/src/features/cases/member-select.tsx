// SPDX-License-Identifier: Apache-2.0
/** Somebody of an organisation, or nobody. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { colleaguesQuery, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";

interface MemberProps {
  readonly ids: { readonly id: string };
  readonly organisationId: string;
  /** Empty for nobody. */
  readonly id: string;
  readonly onChange: (id: string) => void;
}

export function MemberSelect({ ids, organisationId, id, onChange }: MemberProps) {
  const { t } = useTexts();
  const { person, organisations } = useSession();
  const { data = [] } = useQuery(colleaguesQuery);
  const others = data.filter((one) => one.id !== person.id && one.organisationIds.includes(organisationId));
  const people = organisations.some((one) => one.id === organisationId) ? [person, ...others] : others;
  return (
    <Select<string>
      {...ids}
      showSearch={{ optionFilterProp: "label" }}
      value={id}
      options={[
        { value: "", label: t("person.nobody") },
        ...people.map((one) => ({ value: one.id, label: one.name })),
      ]}
      onChange={onChange}
    />
  );
}
