// SPDX-License-Identifier: Apache-2.0
/** Leaving hosts out of the ledger, and why. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import type { useHostsAct } from "./use-hosts-act.ts";

interface DialogProps {
  readonly count: number;
  readonly act: ReturnType<typeof useHostsAct>;
  readonly onClose: () => void;
}

export function IgnoreDialog({ count, act, onClose }: DialogProps) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t("proposals.ignore.title", { count })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ kind: "ignored", reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <p>{t("proposals.ignore.says")}</p>
        <Field label={t("suppressions.reason")}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={2000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        {act.error !== null && <ProblemNotice error={act.error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={reason.trim() === ""} loading={act.isPending}>
            {t("proposals.ignore.act")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
