// SPDX-License-Identifier: Apache-2.0
import type { Session } from "@fengsui/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { safeNext } from "../../app/address.ts";
import { hub } from "../../app/hub.ts";
import { SESSION_KEY } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { AccessFrame } from "./access-frame.tsx";
import { ASKED, CodeField, codeOf, isCodeAsked } from "./code-field.tsx";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { ProviderButtons } from "./provider-buttons.tsx";

export function SignInPage() {
  const { t } = useTexts();
  const router = useRouter();
  const queries = useQueryClient();
  const { next, email: known = "" } = useSearch({ from: "/sign-in" });
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const goOn = (session: Session) => {
    queries.setQueryData(SESSION_KEY, session);
    router.history.push(safeNext(next));
  };
  const signIn = useMutation({
    mutationFn: () => hub.access.signIn({ email, password, ...(code !== "" && { code }) }),
    onSuccess: goOn,
  });
  return (
    <AccessFrame title={t("signIn.title")} lead={t("signIn.lead")}>
      <PasskeySignIn onSession={goOn} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <Field label={t("access.email")}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              name="email"
              autoComplete="username webauthn"
              autoFocus={known === ""}
              required
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <PasswordField
          label={t("access.password")}
          kind="current"
          name="password"
          autoFocus={known !== ""}
          value={password}
          onChange={setPassword}
        />
        {(isCodeAsked(signIn.error) || code !== "") && <CodeField code={code} onChange={setCode} />}
        {signIn.error !== null && codeOf(signIn.error) !== ASKED && <ProblemNotice error={signIn.error} />}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t("signIn.act")}
        </Button>
      </form>
      <Link to="/password" search={{}}>
        {t("forgotten.link")}
      </Link>
      <ProviderButtons next={next} />
    </AccessFrame>
  );
}
