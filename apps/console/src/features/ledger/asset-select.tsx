// SPDX-License-Identifier: Apache-2.0
/** One asset, found by typing a part of its name or what it is known by. */
import type { Asset } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { findAssetsQuery } from "./queries.ts";

interface SelectProps {
  readonly ids: { readonly id: string };
  readonly of: Pick<Asset, "organisationId" | "kind">;
  /** Not among what is offered. */
  readonly exceptId?: string;
  readonly value: string | undefined;
  readonly onChange: (assetId: string) => void;
}

export function AssetSelect({ ids, of: { organisationId, kind }, exceptId, value, onChange }: SelectProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const { data = [] } = useQuery(findAssetsQuery({ organisationId, kind, ...(text !== "" && { text }) }));
  return (
    <Select<string>
      {...ids}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("ledger.assets.find")}
      value={value ?? null}
      options={data
        .filter(({ id }) => id !== exceptId)
        .map(({ id, name, systemName }) => ({
          value: id,
          label: systemName === null ? name : `${name} · ${systemName}`,
        }))}
      onChange={onChange}
    />
  );
}
