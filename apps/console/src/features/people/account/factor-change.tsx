// SPDX-License-Identifier: Apache-2.0
/** New recovery codes, or no second factor any more. */
import { Button } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useRemoveFactor, useRenewRecoveryCodes } from "./queries.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface FactorChangeProps {
  readonly act: "renew" | "remove";
  readonly onClose: () => void;
}

const TEXTS = {
  renew: { title: "factor.renew", says: "factor.renew.says", act: "factor.renew.act" },
  remove: { title: "factor.remove", says: "factor.remove.says", act: "factor.remove.act" },
} as const;

export function FactorChange({ act, onClose }: FactorChangeProps) {
  const { t } = useTexts();
  const renew = useRenewRecoveryCodes();
  const remove = useRemoveFactor();
  if (renew.data !== undefined) return <RecoveryCodes codes={renew.data.recoveryCodes} onClose={onClose} />;
  const error = renew.error ?? remove.error;
  return (
    <Dialog title={t(TEXTS[act].title)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (act === "renew") renew.mutate();
          else remove.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <p>{t(TEXTS[act].says)}</p>
        {error !== null && <ProblemNotice error={error} />}
        <div className="act-row">
          <Button
            type="primary"
            danger={act === "remove"}
            htmlType="submit"
            loading={renew.isPending || remove.isPending}
          >
            {t(TEXTS[act].act)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
