// SPDX-License-Identifier: Apache-2.0
/** An act that needs a reason: what it will do, the reason as a draft that survives a reload, and doing it. */
import { Button, Input } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../app/use-texts.ts";
import { Field } from "./field.tsx";
import { ProblemNotice } from "./page-problem.tsx";
import { useDraft } from "./use-draft.ts";

interface ReasonFormProps {
  /** Of the draft. */
  readonly name: string;
  readonly says: ReactNode;
  readonly label: string;
  readonly help?: string;
  readonly act: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  /** What else has to be there before it can be done is. */
  readonly isReady?: boolean;
  /** `forget` ends the draft, when it was done. */
  readonly onSend: (reason: string, forget: () => void) => void;
  readonly children?: ReactNode;
}

export function ReasonForm(props: ReasonFormProps) {
  const { name, says, label, help, act, isBusy, error, isReady = true, onSend, children } = props;
  const { t } = useTexts();
  const [reason, setReason] = useDraft(name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend(reason.trim(), () => setReason(""));
      }}
    >
      {says}
      {children}
      <Field label={label} help={help ?? t("draft.kept")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {error !== null && <ProblemNotice error={error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={!isReady || reason.trim() === ""} loading={isBusy}>
          {act}
        </Button>
      </div>
    </form>
  );
}
