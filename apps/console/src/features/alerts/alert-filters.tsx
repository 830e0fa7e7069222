// SPDX-License-Identifier: Apache-2.0
/** The filter bar. Its state is the address, so that a list can be sent to somebody. */
import { Button, Input, type InputRef, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { LEVEL_TEXT } from "../../parts/severity.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import {
  type AlertFilters,
  ANY_LEVEL,
  isFiltered,
  LEVELS,
  type LevelFilter,
  SPANS,
  type Span,
  STATES,
  type StateFilter,
} from "./view.ts";

const STATE_TEXT: Readonly<Record<StateFilter, TextKey>> = {
  open: "alerts.state.open",
  closed: "alerts.state.closed",
  all: "alerts.state.all",
};
const SPAN_TEXT: Readonly<Record<Span, TextKey>> = {
  "24h": "span.day",
  "7d": "span.week",
  "30d": "span.month",
  all: "span.all",
};

interface FiltersProps {
  readonly filters: AlertFilters;
  readonly onChange: (filters: AlertFilters) => void;
  readonly onClear: () => void;
}

export function AlertFilterBar({ filters, onChange, onClear }: FiltersProps) {
  const { t } = useTexts();
  const search = useRef<InputRef>(null);
  useKeys({ "/": () => search.current?.focus({ cursor: "all" }) });
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
      <Select<Span>
        aria-label={t("span.label")}
        value={filters.span}
        options={SPANS.map((value) => ({ value, label: t(SPAN_TEXT[value]) }))}
        onChange={(span) => onChange({ ...filters, span })}
      />
      <HostInput host={filters.host} onHost={(host) => onChange({ ...filters, host })} inputRef={search} />
      {isFiltered(filters) && (
        <Button type="text" onClick={onClear}>
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}

interface HostInputProps {
  readonly host: string;
  readonly onHost: (host: string) => void;
  readonly inputRef: React.RefObject<InputRef | null>;
}

/** What is typed counts when Enter is pressed or the field is left. */
function HostInput({ host, onHost, inputRef }: HostInputProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(host);
  useEffect(() => setTyped(host), [host]);
  const apply = () => {
    if (typed.trim() !== host) onHost(typed.trim());
  };
  return (
    <Input
      ref={inputRef}
      className="host"
      aria-label={t("alerts.host")}
      placeholder={t("alerts.host")}
      allowClear
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={apply}
      onPressEnter={apply}
    />
  );
}
