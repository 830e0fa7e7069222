// SPDX-License-Identifier: Apache-2.0
import { MIN_PASSWORD_LENGTH } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { proofWaysQuery } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { PasswordField } from "../../../parts/password-field.tsx";
import { AccountName } from "../../proof/own-password-field.tsx";
import { useChangePassword } from "./queries.ts";

/** Who came by a provider may have none to change. */
export function OwnPassword() {
  const { t } = useTexts();
  const { data: ways, error } = useQuery(proofWaysQuery);
  if (error !== null) return <ProblemNotice error={error} />;
  if (ways === undefined) return <div className="facts-wait" aria-busy="true" />;
  return ways.password ? <PasswordForm /> : <p>{t("account.password.none")}</p>;
}

function PasswordForm() {
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
      <PasswordField
        label={t("account.password.current")}
        kind="current"
        value={current}
        onChange={setCurrent}
      />
      <PasswordField
        label={t("account.password.new")}
        help={t("access.password.help", { count: MIN_PASSWORD_LENGTH })}
        kind="new"
        value={password}
        onChange={setPassword}
      />
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
