// SPDX-License-Identifier: Apache-2.0
/** One system, found by typing a part of its name; or none. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { findSystemsQuery, systemQuery } from "./queries.ts";

interface SelectProps {
  readonly ids?: { readonly id: string };
  /** Of this one alone; of all that one may see, where it is empty. */
  readonly organisationId: string;
  /** Empty is none that is chosen. */
  readonly value: string;
  readonly blank: string;
  /** Besides the systems. */
  readonly others?: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (systemId: string) => void;
}

export function SystemSelect({ ids, organisationId, value, blank, others = [], onChange }: SelectProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const { data = [] } = useQuery(findSystemsQuery(organisationId, useDeferredValue(typed.trim())));
  const isKnown =
    value === "" || [...others.map((one) => one.value), ...data.map(({ id }) => id)].includes(value);
  const chosen = useQuery({ ...systemQuery(value), enabled: !isKnown });
  return (
    <Select<string>
      {...(ids ?? { "aria-label": t("ledger.system") })}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      popupMatchSelectWidth={false}
      value={value}
      options={[
        { value: "", label: blank },
        ...others,
        ...(isKnown ? [] : [{ value, label: chosen.data?.name ?? "…" }]),
        ...data.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={onChange}
    />
  );
}
