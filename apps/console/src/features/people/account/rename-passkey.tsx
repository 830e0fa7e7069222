// SPDX-License-Identifier: Apache-2.0
import { PASSKEY_NAME_LENGTH, type Passkey } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useRenamePasskey } from "./queries.ts";

interface RenameProps {
  readonly passkey: Pick<Passkey, "id" | "name">;
  readonly onClose: () => void;
}

export function RenamePasskey({ passkey: { id, name: before }, onClose }: RenameProps) {
  const { t } = useTexts();
  const [name, setName] = useState(before);
  const rename = useRenamePasskey();
  return (
    <Dialog title={t("passkeys.rename.of", { name: before })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ id, name: name.trim() }, { onSuccess: onClose });
        }}
      >
        <Field label={t("passkeys.name")} help={t("passkeys.name.help")}>
          {(ids) => (
            <Input
              {...ids}
              required
              autoFocus
              maxLength={PASSKEY_NAME_LENGTH}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        {rename.error !== null && <ProblemNotice error={rename.error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={name.trim() === ""} loading={rename.isPending}>
            {t("passkeys.rename.act")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
