// SPDX-License-Identifier: Apache-2.0
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { PasswordField } from "../../parts/password-field.tsx";

interface OwnPasswordFieldProps {
  readonly password: string;
  readonly onChange: (password: string) => void;
}

/** One's own, asked again before what only the owner of an account may do. */
export function OwnPasswordField({ password, onChange }: OwnPasswordFieldProps) {
  const { t } = useTexts();
  return (
    <>
      <AccountName />
      <PasswordField
        label={t("proof.password")}
        kind="current"
        autoFocus
        value={password}
        onChange={onChange}
      />
    </>
  );
}

/** So that whatever keeps passwords knows whose it is. */
export function AccountName() {
  const { person } = useSession();
  return (
    <input
      className="unseen"
      type="email"
      autoComplete="username"
      readOnly
      tabIndex={-1}
      aria-hidden="true"
      value={person.email}
    />
  );
}
