// SPDX-License-Identifier: Apache-2.0
/** From the app to the recovery codes, one thing at a time. */
import { Button, Input } from "antd";
import { useState } from "react";
import { renderSVG } from "uqr";
import { useTexts } from "../../../app/use-texts.ts";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useBeginFactor, useConfirmFactor } from "./queries.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

export function FactorSetUp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const begin = useBeginFactor();
  const confirm = useConfirmFactor();
  const [code, setCode] = useState("");
  if (confirm.data !== undefined)
    return <RecoveryCodes codes={confirm.data.recoveryCodes} onClose={onClose} />;
  const { data: factor } = begin;
  const error = factor === undefined ? begin.error : confirm.error;
  return (
    <Dialog title={t("factor.title")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (factor === undefined) begin.mutate();
          else confirm.mutate(code);
        }}
      >
        {factor === undefined ? (
          <p>{t("factor.needsApp")}</p>
        ) : (
          <AppPart address={factor.address} secret={factor.secret} code={code} onChange={setCode} />
        )}
        {error !== null && <ProblemNotice error={error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" loading={begin.isPending || confirm.isPending}>
            {t(factor === undefined ? "factor.next" : "factor.confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface AppPartProps {
  readonly address: string;
  readonly secret: string;
  readonly code: string;
  readonly onChange: (code: string) => void;
}

function AppPart({ address, secret, code, onChange }: AppPartProps) {
  const { t } = useTexts();
  const square = `data:image/svg+xml,${encodeURIComponent(renderSVG(address))}`;
  return (
    <>
      <p>{t("factor.scan")}</p>
      <img className="square-code" src={square} alt={t("factor.square")} width={200} height={200} />
      <p>
        {t("factor.secret")}: <code>{secret}</code> <CopyButton text={secret} />
      </p>
      <Field label={t("factor.code")}>
        {(ids) => (
          <Input
            {...ids}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            required
            value={code}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    </>
  );
}
