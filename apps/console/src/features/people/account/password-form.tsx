// SPDX-License-Identifier: Apache-2.0
import { MIN_PASSWORD_LENGTH } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { AccountName } from "../../proof/own-password-field.tsx";
import { useChangePassword } from "./queries.ts";

export function PasswordForm() {
  const { t } = useTexts();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useChangePassword();
  const clear = () => {
    setCurrent("");
    setPassword("");
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ current, password }, { onSuccess: clear });
      }}
    >
      <AccountName />
      <Field label={t("account.password.current")}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            required
            autoComplete="current-password"
            value={current}
            onChange={({ target }) => setCurrent(target.value)}
          />
        )}
      </Field>
      <Field
        label={t("account.password.new")}
        help={t("access.password.help", { count: MIN_PASSWORD_LENGTH })}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            required
            autoComplete="new-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      <p className="quiet">{t("account.password.says")}</p>
      {change.error !== null && <ProblemNotice error={change.error} />}
      {change.isSuccess && <p role="status">{t("account.password.done")}</p>}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={current === "" || password.length < MIN_PASSWORD_LENGTH}
          loading={change.isPending}
        >
          {t("account.password.act")}
        </Button>
      </div>
    </form>
  );
}
