// SPDX-License-Identifier: Apache-2.0
/** The filter bar. Its state is the address, so that a list can be sent to somebody. */
import { Button, Select } from "antd";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Chip } from "../../parts/chip.tsx";
import { FindInput } from "../../parts/find-input.tsx";
import { LEVEL_TEXT } from "../../parts/severity.tsx";
import { TimeRangeControl } from "../../parts/time-range-control.tsx";
import { AssetChip, SystemChip } from "../ledger/ledger-chip.tsx";
import { LevelSelect } from "../ledger/narrowing.tsx";
import {
  type AlertFilters,
  ANY_LEVEL,
  ASSIGNEES,
  type AssigneeFilter,
  CASE_FILTERS,
  type InCaseFilter,
  isFiltered,
  LEVELS,
  type LevelFilter,
  STATES,
  type StateFilter,
} from "./view.ts";

const STATE_TEXT: Readonly<Record<StateFilter, TextKey>> = {
  open: "alerts.state.open",
  closed: "alerts.state.closed",
  all: "alerts.state.all",
};
const ASSIGNEE_TEXT: Readonly<Record<AssigneeFilter, TextKey>> = {
  anybody: "alerts.assignee.anybody",
  nobody: "alerts.assignee.nobody",
  me: "alerts.assignee.me",
};

const IN_CASE_TEXT: Readonly<Record<InCaseFilter, TextKey>> = {
  any: "alerts.case.any",
  none: "alerts.case.none",
  one: "alerts.case.one",
};

interface FiltersProps {
  readonly filters: AlertFilters;
  readonly onChange: (filters: AlertFilters) => void;
  readonly onClear: () => void;
}

export function AlertFilterBar({ filters, onChange, onClear }: FiltersProps) {
  const { t } = useTexts();
  return (
    <search className="filters" aria-label={t("alerts.filters")}>
      <Select<StateFilter>
        aria-label={t("alerts.state")}
        value={filters.state}
        options={STATES.map((value) => ({ value, label: t(STATE_TEXT[value]) }))}
        onChange={(state) => onChange({ ...filters, state })}
      />
      <Select<LevelFilter>
        aria-label={t("alerts.level")}
        value={filters.level}
        options={[
          { value: ANY_LEVEL, label: t("alerts.level.any") },
          ...LEVELS.map((value) => ({ value, label: t(LEVEL_TEXT[value]) })),
        ]}
        onChange={(level) => onChange({ ...filters, level })}
      />
      <Select<AssigneeFilter>
        aria-label={t("alerts.assignee")}
        value={filters.assignee}
        options={ASSIGNEES.map((value) => ({ value, label: t(ASSIGNEE_TEXT[value]) }))}
        onChange={(assignee) => onChange({ ...filters, assignee })}
      />
      <Select<InCaseFilter>
        aria-label={t("case.label")}
        value={filters.inCase}
        options={CASE_FILTERS.map((value) => ({ value, label: t(IN_CASE_TEXT[value]) }))}
        onChange={(inCase) => onChange({ ...filters, inCase })}
      />
      <LevelSelect
        level={filters.protection}
        onChange={(protection) => onChange({ ...filters, protection })}
      />
      <TimeRangeControl range={filters.range} hasAny onChange={(range) => onChange({ ...filters, range })} />
      <FindInput
        label={t("alerts.host")}
        text={filters.host}
        onFind={(host) => onChange({ ...filters, host })}
      />
      {filters.rule !== "" && (
        <Chip text={t("alerts.ofRule")} onRemove={() => onChange({ ...filters, rule: "" })} />
      )}
      {filters.technique !== "" && (
        <Chip text={filters.technique} onRemove={() => onChange({ ...filters, technique: "" })} />
      )}
      {filters.retrospection !== "" && (
        <Chip
          text={t("alerts.ofRetrospection")}
          onRemove={() => onChange({ ...filters, retrospection: "" })}
        />
      )}
      {filters.system !== "" && (
        <SystemChip id={filters.system} onRemove={() => onChange({ ...filters, system: "" })} />
      )}
      {filters.asset !== "" && (
        <AssetChip id={filters.asset} onRemove={() => onChange({ ...filters, asset: "" })} />
      )}
      {isFiltered(filters) && (
        <Button type="text" onClick={onClear}>
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}
