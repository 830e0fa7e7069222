// SPDX-License-Identifier: Apache-2.0
/** The filter bar of orders. Its state is the address. */
import { Button, Checkbox, Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { FindInput } from "../../parts/find-input.tsx";
import { OrganisationFilter } from "../../parts/organisation-filter.tsx";
import { AgeSelect } from "../cases/age-select.tsx";
import { SystemChip } from "../ledger/ledger-chip.tsx";
import { ORDER_STATE_TEXT } from "./texts.ts";
import { ORDER_STATE_FILTERS, type OrderFilters, type OrderStateFilter } from "./view.ts";

interface FiltersProps {
  readonly filters: OrderFilters;
  readonly isFiltered: boolean;
  readonly onChange: (filters: OrderFilters) => void;
  readonly onClear: () => void;
}

export function OrderFilterBar({ filters, isFiltered, onChange, onClear }: FiltersProps) {
  const { t } = useTexts();
  const stateText = {
    ...ORDER_STATE_TEXT,
    running: "orders.state.running",
    all: "cases.state.all",
  } as const;
  return (
    <search className="filters" aria-label={t("orders.filters")}>
      <Select<OrderStateFilter>
        aria-label={t("alerts.state")}
        value={filters.state}
        options={ORDER_STATE_FILTERS.map((value) => ({ value, label: t(stateText[value]) }))}
        onChange={(state) => onChange({ ...filters, state })}
      />
      <OrganisationFilter
        id={filters.organisation}
        onChange={(organisation) => onChange({ ...filters, organisation })}
      />
      <AgeSelect age={filters.age} onChange={(age) => onChange({ ...filters, age })} />
      <FindInput
        label={t("orders.find")}
        text={filters.text}
        onFind={(text) => onChange({ ...filters, text })}
      />
      <Checkbox
        checked={filters.isOverdue}
        onChange={({ target }) => onChange({ ...filters, isOverdue: target.checked })}
      >
        {t("orders.overdueOnly")}
      </Checkbox>
      {filters.system !== "" && (
        <SystemChip id={filters.system} onRemove={() => onChange({ ...filters, system: "" })} />
      )}
      {isFiltered && (
        <Button type="text" onClick={onClear}>
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}
