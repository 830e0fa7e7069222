// SPDX-License-Identifier: Apache-2.0
/** A forgotten password: asked for by mail, and set anew with the token of a link. */
import { MIN_PASSWORD_LENGTH } from "@fengsui/contract";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { AccessFrame } from "./access-frame.tsx";
import { tokenOf } from "./view.ts";

export function PasswordPage() {
  const [token] = useState(() => tokenOf(window.location.hash));
  return token === "" ? <AskForLink /> : <SetPassword token={token} />;
}

function AskForLink() {
  const { t } = useTexts();
  const [email, setEmail] = useState("");
  const ask = useMutation({ mutationFn: () => hub.password.forgotten(email.trim()) });
  return (
    <AccessFrame title={t("forgotten.title")} lead={t("forgotten.lead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <Field label={t("access.email")}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              required
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        {ask.error !== null && <ProblemNotice error={ask.error} />}
        {ask.data !== undefined && (
          <p role="status">
            {ask.data.isMailed ? t("forgotten.sent", { email: email.trim() }) : t("forgotten.noMail")}
          </p>
        )}
        <Button type="primary" htmlType="submit" block loading={ask.isPending}>
          {t("forgotten.act")}
        </Button>
      </form>
      <ToSignIn />
    </AccessFrame>
  );
}

function SetPassword({ token }: { readonly token: string }) {
  const { t } = useTexts();
  const [password, setPassword] = useState("");
  const set = useMutation({ mutationFn: () => hub.password.set({ token, password }) });
  if (set.isSuccess)
    return (
      <AccessFrame title={t("password.title")} lead={t("password.done")}>
        <ToSignIn />
      </AccessFrame>
    );
  return (
    <AccessFrame title={t("password.title")} lead={t("password.lead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate();
        }}
      >
        <PasswordField
          label={t("password.new")}
          help={t("access.password.help", { count: MIN_PASSWORD_LENGTH })}
          kind="new"
          name="password"
          autoFocus
          value={password}
          onChange={setPassword}
        />
        {set.error !== null && <ProblemNotice error={set.error} />}
        <Button
          type="primary"
          htmlType="submit"
          block
          disabled={password.length < MIN_PASSWORD_LENGTH}
          loading={set.isPending}
        >
          {t("password.act")}
        </Button>
      </form>
      <ToSignIn />
    </AccessFrame>
  );
}

function ToSignIn() {
  const { t } = useTexts();
  return (
    <Link to="/sign-in" search={{}}>
      {t("password.toSignIn")}
    </Link>
  );
}
