// SPDX-License-Identifier: Apache-2.0
/** The filter bar of cases. Its state is the address. */
import { Button, Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { Chip } from "../../parts/chip.tsx";
import { FindInput } from "../../parts/find-input.tsx";
import { OrganisationFilter } from "../../parts/organisation-filter.tsx";
import { LEVEL_TEXT } from "../../parts/severity.tsx";
import { SharedChip } from "../../parts/shared-chip.tsx";
import { LEVELS } from "../alerts/view.ts";
import { SystemChip } from "../ledger/ledger-chip.tsx";
import { AgeSelect } from "./age-select.tsx";
import { ASSIGNEE_TEXT, STATE_FILTER_TEXT } from "./texts.ts";
import {
  ANY,
  CASE_ASSIGNEES,
  CASE_STATE_FILTERS,
  type CaseAssignee,
  type CaseFilters,
  type CaseStateFilter,
  writeCaseFilters,
} from "./view.ts";

interface FiltersProps {
  readonly filters: CaseFilters;
  readonly onChange: (filters: CaseFilters) => void;
  readonly onClear: () => void;
}

export function CaseFilterBar({ filters, onChange, onClear }: FiltersProps) {
  const { t } = useTexts();
  return (
    <search className="filters" aria-label={t("cases.filters")}>
      <Select<CaseStateFilter>
        aria-label={t("alerts.state")}
        value={filters.state}
        options={CASE_STATE_FILTERS.map((value) => ({ value, label: t(STATE_FILTER_TEXT[value]) }))}
        onChange={(state) => onChange({ ...filters, state })}
      />
      <Select<CaseFilters["severity"]>
        aria-label={t("case.severity")}
        value={filters.severity}
        options={[
          { value: ANY, label: t("alerts.level.any") },
          ...LEVELS.map((value) => ({ value, label: t(LEVEL_TEXT[value]) })),
        ]}
        onChange={(severity) => onChange({ ...filters, severity })}
      />
      <Select<CaseAssignee>
        aria-label={t("alerts.assignee")}
        value={filters.assignee}
        options={CASE_ASSIGNEES.map((value) => ({ value, label: t(ASSIGNEE_TEXT[value]) }))}
        onChange={(assignee) => onChange({ ...filters, assignee })}
      />
      <OrganisationFilter
        id={filters.organisation}
        onChange={(organisation) => onChange({ ...filters, organisation })}
      />
      <AgeSelect age={filters.age} onChange={(age) => onChange({ ...filters, age })} />
      <FindInput
        label={t("cases.find")}
        text={filters.text}
        onFind={(text) => onChange({ ...filters, text })}
      />
      {filters.rule !== "" && (
        <Chip text={t("cases.ofRule")} onRemove={() => onChange({ ...filters, rule: "" })} />
      )}
      {filters.system !== "" && (
        <SystemChip id={filters.system} onRemove={() => onChange({ ...filters, system: "" })} />
      )}
      <SharedChip filter={filters.shared} onRemove={() => onChange({ ...filters, shared: {} })} />
      {Object.keys(writeCaseFilters(filters)).length > 0 && (
        <Button type="text" onClick={onClear}>
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}
