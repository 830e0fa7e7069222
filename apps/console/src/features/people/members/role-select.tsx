// SPDX-License-Identifier: Apache-2.0
/** A role, and what it may do. */
import { ORGANISATION_ROLES } from "@fengsui/contract";
import { Select } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ROLE_TEXT, type Role } from "../role-text.ts";

interface RoleSelectProps {
  readonly value: Role;
  readonly isDisabled?: boolean;
  readonly onChange: (role: Role) => void;
}

export function RoleSelect({ value, isDisabled = false, onChange }: RoleSelectProps) {
  const { t } = useTexts();
  return (
    <Field label={t("people.role")} help={t(ROLE_TEXT[value].help)}>
      {(ids) => (
        <Select<Role>
          {...ids}
          value={value}
          disabled={isDisabled}
          options={ORGANISATION_ROLES.map((role) => ({ value: role, label: t(ROLE_TEXT[role].name) }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
