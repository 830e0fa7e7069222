// SPDX-License-Identifier: Apache-2.0
/** A sharing group to share with, of those that the owner of the record is in. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { groupsToShareWith } from "./queries.ts";

interface GroupSelectProps {
  readonly ids: { readonly id: string; readonly "aria-describedby"?: string };
  /** Who shares. */
  readonly owner: string;
  readonly value: string | null;
  readonly onChange: (groupId: string | null) => void;
}

export function GroupSelect({ ids, owner, value, onChange }: GroupSelectProps) {
  const { data = [], error } = useQuery(groupsToShareWith(owner));
  return (
    <>
      <Select<string | null>
        {...ids}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        value={value}
        options={data.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(next) => onChange(next ?? null)}
      />
      {error !== null && <ProblemNotice error={error} />}
    </>
  );
}
