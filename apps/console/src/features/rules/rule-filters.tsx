// SPDX-License-Identifier: Apache-2.0
/** The filter bar of rules. Its state is the address. */
import { RULE_KINDS } from "@fengsui/contract";
import { Input, type InputRef, Select } from "antd";
import { useRef } from "react";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { LEVEL_TEXT } from "../../parts/severity.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { LEVELS_DOWN } from "../situation/view.ts";
import {
  ANY_KIND,
  ANY_LEVEL,
  KIND_TEXT,
  type KindChoice,
  type LevelChoice,
  type RuleFilters,
  WHICH,
  type Which,
} from "./view.ts";

const WHICH_TEXT: Readonly<Record<Which, TextKey>> = { all: "rules.all", on: "rules.on", off: "rules.off" };

interface FilterBarProps {
  readonly filters: RuleFilters;
  readonly onChange: (filters: RuleFilters) => void;
}

export function RuleFilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTexts();
  const input = useRef<InputRef>(null);
  useKeys({ "/": () => input.current?.focus({ cursor: "all" }) });
  return (
    <search className="filters" aria-label={t("rules.filters")}>
      <Select<Which>
        aria-label={t("rules.which")}
        value={filters.which}
        options={WHICH.map((value) => ({ value, label: t(WHICH_TEXT[value]) }))}
        onChange={(which) => onChange({ ...filters, which })}
      />
      <Select<KindChoice>
        aria-label={t("rules.kind")}
        value={filters.kind}
        options={[
          { value: ANY_KIND, label: t("rules.kind.any") },
          ...RULE_KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) })),
        ]}
        onChange={(kind) => onChange({ ...filters, kind })}
      />
      <Select<LevelChoice>
        aria-label={t("alerts.level")}
        value={filters.level}
        options={[
          { value: ANY_LEVEL, label: t("alerts.level.any") },
          ...LEVELS_DOWN.map((value) => ({ value, label: t(LEVEL_TEXT[value]) })),
        ]}
        onChange={(level) => onChange({ ...filters, level })}
      />
      <Input
        ref={input}
        className="host"
        aria-label={t("rules.find")}
        placeholder={t("rules.find")}
        allowClear
        value={filters.text}
        onChange={({ target }) => onChange({ ...filters, text: target.value })}
      />
    </search>
  );
}
