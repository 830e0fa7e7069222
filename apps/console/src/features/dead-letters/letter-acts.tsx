// SPDX-License-Identifier: Apache-2.0
/** Reading records again, or throwing them away; what cannot be undone says first how many it is about. */
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useLetterAct } from "./queries.ts";

interface ActsProps {
  readonly ids: readonly string[];
  readonly onDone?: () => void;
}

export function LetterActs({ ids, onDone }: ActsProps) {
  const { t } = useTexts();
  const act = useLetterAct();
  const [isAsking, setIsAsking] = useState(false);
  const count = ids.length;
  const { data: outcome, error } = act;
  return (
    <div className="letter-acts">
      {outcome !== undefined && (
        <span role="status" className="quiet">
          {outcome.discarded > 0
            ? t("deadLetters.discarded", { count: outcome.discarded })
            : t("deadLetters.replayed", { read: outcome.read, refused: outcome.refused })}
        </span>
      )}
      <Button
        loading={act.isPending}
        onClick={() =>
          act.mutate({ verb: "replay", ids }, { onSuccess: (done) => done.refused === 0 && onDone?.() })
        }
      >
        {t("deadLetters.replay", { count })}
      </Button>
      <Button disabled={act.isPending} onClick={() => setIsAsking(true)}>
        {t("deadLetters.discard", { count })}
      </Button>
      {error !== null && <ProblemNotice error={error} />}
      {isAsking && (
        <Dialog title={t("deadLetters.discard.title")} onClose={() => setIsAsking(false)}>
          <p>{t("deadLetters.discard.says", { count })}</p>
          <div className="act-row dialog-acts">
            <Button
              danger
              onClick={() => {
                setIsAsking(false);
                act.mutate({ verb: "discard", ids }, { onSuccess: () => onDone?.() });
              }}
            >
              {t("deadLetters.discard", { count })}
            </Button>
            <Button type="text" onClick={() => setIsAsking(false)}>
              {t("action.cancel")}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
