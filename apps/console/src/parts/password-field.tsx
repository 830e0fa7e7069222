// SPDX-License-Identifier: Apache-2.0
/**
 * A password that is typed: the one that one has, or a new one; whatever keeps passwords is told which. What is typed can
 * be looked at, and of a new one it is said how hard it is to guess.
 */
import { MIN_PASSWORD_LENGTH } from "@fengsui/contract";
import { Input } from "antd";
import { useState } from "react";
import { useTexts } from "../app/use-texts.ts";
import { Field } from "./field.tsx";
import { type PasswordStrength, passwordStrength } from "./password-strength.ts";

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
  const { t } = useTexts();
  const [isShown, setIsShown] = useState(false);
  const { value } = input;
  return (
    <>
      <Field label={label} {...(help !== undefined && { help })}>
        {(ids) => (
          <Input
            {...ids}
            {...input}
            type={isShown ? "text" : "password"}
            autoComplete={`${kind}-password`}
            autoCapitalize="off"
            spellCheck={false}
            required
            suffix={
              <button
                type="button"
                className="plain in-input"
                aria-controls={ids.id}
                onClick={() => setIsShown(!isShown)}
              >
                {t(isShown ? "password.hide" : "password.show")}
              </button>
            }
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
      {kind === "new" && value !== "" && <Strength password={value} />}
    </>
  );
}

const STRENGTH_TEXT = {
  weak: "password.weak",
  fair: "password.fair",
  good: "password.good",
} as const satisfies Record<Exclude<PasswordStrength, "short">, string>;

function Strength({ password }: { readonly password: string }) {
  const { t } = useTexts();
  const strength = passwordStrength(password);
  const missing = MIN_PASSWORD_LENGTH - [...password].length;
  return (
    <p className="quiet" aria-live="polite">
      {strength === "short" ? t("password.short", { count: missing }) : t(STRENGTH_TEXT[strength])}
    </p>
  );
}
