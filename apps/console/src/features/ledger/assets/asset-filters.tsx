// SPDX-License-Identifier: Apache-2.0
/** The filter bar of assets. Its state is the address. */
import { ASSET_KINDS } from "@fengsui/contract";
import { Select } from "antd";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { FindInput } from "../../../parts/find-input.tsx";
import { ClearFilters, LevelSelect, RetiredFilter } from "../narrowing.tsx";
import { SystemSelect } from "../system-select.tsx";
import { type AssetFilters, isNarrowed, readAssetFilters, writeAssetFilters } from "../view.ts";
import { KIND_TEXT } from "./kinds.ts";

interface FiltersProps {
  readonly filters: AssetFilters;
  readonly onChange: (filters: AssetFilters) => void;
}

export function AssetFilterBar({ filters, onChange }: FiltersProps) {
  const { t } = useTexts();
  const organisationId = useChosenOrganisation() ?? "";
  return (
    <search className="filters" aria-label={t("ledger.assets.filters")}>
      <Select<AssetFilters["kind"]>
        aria-label={t("asset.kind")}
        value={filters.kind}
        options={[
          { value: "", label: t("asset.kind.any") },
          ...ASSET_KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) })),
        ]}
        onChange={(kind) => onChange({ ...filters, kind })}
      />
      <SystemSelect
        organisationId={organisationId}
        value={filters.system}
        blank={t("ledger.system.any")}
        others={[{ value: "none", label: t("ledger.noSystem") }]}
        onChange={(system) => onChange({ ...filters, system })}
      />
      <LevelSelect level={filters.level} onChange={(level) => onChange({ ...filters, level })} />
      <FindInput
        label={t("ledger.assets.find")}
        text={filters.text}
        onFind={(text) => onChange({ ...filters, text })}
      />
      <RetiredFilter
        isRetired={filters.isRetired}
        onChange={(isRetired) => onChange({ ...filters, isRetired })}
      />
      {isNarrowed(writeAssetFilters(filters)) && (
        <ClearFilters onClear={() => onChange(readAssetFilters({}))} />
      )}
    </search>
  );
}
