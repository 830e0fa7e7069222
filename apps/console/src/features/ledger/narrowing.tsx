// SPDX-License-Identifier: Apache-2.0
/** Filters that the lists of systems and of assets share. */
import { Checkbox, Select } from "antd";
import { useSession } from "../../app/session.ts";
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

interface OrganisationProps {
  readonly organisation: string;
  readonly onChange: (organisation: string) => void;
}

/** Not there for who is of one organisation alone. */
export function OrganisationFilter({ organisation, onChange }: OrganisationProps) {
  const { t } = useTexts();
  const { organisations } = useSession();
  if (organisations.length < 2) return null;
  return (
    <Select<string>
      aria-label={t("ledger.owner")}
      value={organisation}
      popupMatchSelectWidth={false}
      options={[
        { value: "", label: t("ledger.owner.any") },
        ...organisations.map(({ id, name }) => ({ value: id, label: name })),
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
