// SPDX-License-Identifier: Apache-2.0
/** Chooses an organisation of the hub that is not among those that are there already. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { organisationsQuery } from "../../app/session.ts";
import { Field } from "../../parts/field.tsx";

interface OrganisationFieldProps {
  readonly label: string;
  readonly help: string;
  readonly known: ReadonlySet<string>;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

export function OrganisationField({ label, help, known, chosen, onChoose }: OrganisationFieldProps) {
  const { data = [] } = useQuery(organisationsQuery);
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <Select<string | null>
          {...ids}
          showSearch={{ optionFilterProp: "label" }}
          value={chosen}
          options={data
            .filter(({ id }) => !known.has(id))
            .map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => id !== null && onChoose(id)}
        />
      )}
    </Field>
  );
}
