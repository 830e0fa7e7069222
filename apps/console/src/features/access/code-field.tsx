// SPDX-License-Identifier: Apache-2.0
/** The one-time code that an account asks for beside what one signs in with. */
import { HubProblem } from "@fengsui/client";
import { Input } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";

/** The first factor was right; the account asks for more. */
export const ASKED = "access.code_required";

export function codeOf(error: unknown): string | undefined {
  return error instanceof HubProblem ? error.problem?.code : undefined;
}

export function isCodeAsked(error: unknown): boolean {
  const code = codeOf(error);
  return code === ASKED || code === "access.code_wrong";
}

interface CodeFieldProps {
  readonly code: string;
  readonly onChange: (code: string) => void;
}

export function CodeField({ code, onChange }: CodeFieldProps) {
  const { t } = useTexts();
  return (
    <Field label={t("signIn.code")} help={t("signIn.code.help")}>
      {(ids) => (
        <Input
          {...ids}
          name="code"
          autoComplete="one-time-code"
          autoFocus
          required
          value={code}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
