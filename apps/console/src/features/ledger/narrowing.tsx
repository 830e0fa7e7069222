// SPDX-License-Identifier: Apache-2.0
/** Filters that the lists of systems and of assets share. */
import { Button, Checkbox, Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { PROTECTION_LEVELS } from "./view.ts";

interface LevelProps {
  readonly level: string;
  readonly onChange: (level: string) => void;
}

export function LevelSelect({ level, onChange }: LevelProps) {
  const { t } = useTexts();
  return (
    <Select<string>
      aria-label={t("ledger.level")}
      value={level}
      popupMatchSelectWidth={false}
      options={[
        { value: "", label: t("ledger.level.any") },
        ...PROTECTION_LEVELS.slice(1).map((one) => ({
          value: String(one),
          label: t("ledger.level.atLeast", { level: one }),
        })),
      ]}
      onChange={onChange}
    />
  );
}

interface RetiredProps {
  readonly isRetired: boolean;
  readonly onChange: (isRetired: boolean) => void;
}

export function RetiredFilter({ isRetired, onChange }: RetiredProps) {
  const { t } = useTexts();
  return (
    <Checkbox checked={isRetired} onChange={({ target }) => onChange(target.checked)}>
      {t("ledger.retired")}
    </Checkbox>
  );
}

export function ClearFilters({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTexts();
  return (
    <Button type="text" onClick={onClear}>
      {t("filters.clear")}
    </Button>
  );
}
