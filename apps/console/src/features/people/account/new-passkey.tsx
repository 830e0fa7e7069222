// SPDX-License-Identifier: Apache-2.0
import { PASSKEY_NAME_LENGTH } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { isGivenUp } from "../../../app/passkeys.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAddPasskey } from "./queries.ts";
import { browserOf } from "./view.ts";

export function NewPasskey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState(browserOf(navigator.userAgent) ?? "");
  const add = useAddPasskey();
  return (
    <Dialog title={t("passkeys.title")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(name.trim(), { onSuccess: onClose });
        }}
      >
        <p>{t("passkeys.says")}</p>
        <Field label={t("passkeys.name")} help={t("passkeys.name.help")}>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={PASSKEY_NAME_LENGTH}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        {add.error !== null && !isGivenUp(add.error) && <ProblemNotice error={add.error} />}
        {add.error !== null && isGivenUp(add.error) && <p role="alert">{t("passkeys.givenUp")}</p>}
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={name.trim() === ""} loading={add.isPending}>
            {t("factor.next")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
