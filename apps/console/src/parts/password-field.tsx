// SPDX-License-Identifier: Apache-2.0
/** A password that is typed: the one that one has, or a new one; whatever keeps passwords is told which. */
import { Input } from "antd";
import { Field } from "./field.tsx";

interface PasswordFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly kind: "current" | "new";
  /** In a form whose fields are known by name. */
  readonly name?: "password";
  readonly autoFocus?: boolean;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

export function PasswordField({ label, help, kind, onChange, ...input }: PasswordFieldProps) {
  return (
    <Field label={label} {...(help !== undefined && { help })}>
      {(ids) => (
        <Input
          {...ids}
          {...input}
          type="password"
          autoComplete={`${kind}-password`}
          required
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
