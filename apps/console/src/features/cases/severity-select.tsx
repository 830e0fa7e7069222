// SPDX-License-Identifier: Apache-2.0
import { Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { LEVEL_TEXT, type Level } from "../../parts/severity.tsx";
import { LEVELS } from "../alerts/view.ts";

interface SeverityProps {
  readonly ids: { readonly id: string };
  readonly value: Level | undefined;
  readonly onChange: (level: Level | undefined) => void;
  /** What holds where none is chosen; without it, one has to be. */
  readonly otherwise?: string;
}

export function SeveritySelect({ ids, value, onChange, otherwise }: SeverityProps) {
  const { t } = useTexts();
  return (
    <Select<Level>
      {...ids}
      allowClear={otherwise !== undefined}
      {...(otherwise !== undefined && { placeholder: otherwise })}
      value={value ?? null}
      options={LEVELS.map((level) => ({ value: level, label: t(LEVEL_TEXT[level]) }))}
      onChange={(level: Level | undefined) => onChange(level)}
    />
  );
}
