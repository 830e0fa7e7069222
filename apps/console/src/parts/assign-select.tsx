// SPDX-License-Identifier: Apache-2.0
/** Giving work to somebody of its organisation; not there where there is nobody else. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { colleaguesQuery, useSession } from "../app/session.ts";
import { useTexts } from "../app/use-texts.ts";

interface AssignProps {
  readonly organisationId: string;
  readonly onAssign: (personId: string) => void;
}

export function AssignSelect({ organisationId, onAssign }: AssignProps) {
  const { t } = useTexts();
  const me = useSession().person.id;
  const { data = [] } = useQuery(colleaguesQuery);
  const others = data.filter(
    ({ id, organisationIds }) => id !== me && organisationIds.includes(organisationId),
  );
  if (others.length === 0) return null;
  return (
    <Select<string>
      aria-label={t("alert.assign")}
      className="assign"
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      placeholder={t("alert.assign")}
      // What was chosen stands above, with the facts.
      value={null}
      options={others.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onAssign}
    />
  );
}
