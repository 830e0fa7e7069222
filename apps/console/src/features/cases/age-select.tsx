// SPDX-License-Identifier: Apache-2.0
/** At least how old something is. */
import { Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { AGE_TEXT } from "./texts.ts";
import { AGES, type Age } from "./view.ts";

interface AgeProps {
  readonly age: Age;
  readonly onChange: (age: Age) => void;
}

export function AgeSelect({ age, onChange }: AgeProps) {
  const { t } = useTexts();
  return (
    <Select<Age>
      aria-label={t("age.label")}
      popupMatchSelectWidth={false}
      value={age}
      options={AGES.map((value) => ({ value, label: t(AGE_TEXT[value]) }))}
      onChange={onChange}
    />
  );
}
