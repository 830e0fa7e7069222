// SPDX-License-Identifier: Apache-2.0
/** The filter bar of systems. Its state is the address. */
import { Checkbox } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { FindInput } from "../../../parts/find-input.tsx";
import { ClearFilters, LevelSelect, RetiredFilter } from "../narrowing.tsx";
import { isNarrowed, readSystemFilters, type SystemFilters, writeSystemFilters } from "../view.ts";

interface FiltersProps {
  readonly filters: SystemFilters;
  readonly onChange: (filters: SystemFilters) => void;
}

export function SystemFilterBar({ filters, onChange }: FiltersProps) {
  const { t } = useTexts();
  return (
    <search className="filters" aria-label={t("ledger.systems.filters")}>
      <LevelSelect level={filters.level} onChange={(level) => onChange({ ...filters, level })} />
      <FindInput
        label={t("ledger.systems.find")}
        text={filters.text}
        onFind={(text) => onChange({ ...filters, text })}
      />
      <Checkbox
        checked={filters.isCritical}
        onChange={({ target }) => onChange({ ...filters, isCritical: target.checked })}
      >
        {t("ledger.critical.only")}
      </Checkbox>
      <RetiredFilter
        isRetired={filters.isRetired}
        onChange={(isRetired) => onChange({ ...filters, isRetired })}
      />
      {isNarrowed(writeSystemFilters(filters)) && (
        <ClearFilters onClear={() => onChange(readSystemFilters({}))} />
      )}
    </search>
  );
}
