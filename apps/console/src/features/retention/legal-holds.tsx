// SPDX-License-Identifier: Apache-2.0
/** What is kept from any deletion, by whom, why and until when; a new one, and ending one. */
import type { LegalHold } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { HoldForm } from "./hold-form.tsx";
import { HoldScopeText } from "./hold-scope-text.tsx";
import { holdsQuery, RETENTION_KEY } from "./queries.ts";

interface LegalHoldsProps {
  readonly organisationId: string;
  readonly mayChange: boolean;
}

export function LegalHoldsSection({ organisationId, mayChange }: LegalHoldsProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(holdsQuery(organisationId));
  const [isAdding, setIsAdding] = useState(false);
  const [ending, setEnding] = useState<LegalHold>();
  return (
    <section className="retention-part" aria-label={t("holds.title")}>
      <header>
        <h2>{t("holds.title")}</h2>
        <span className="grow" />
        {mayChange && <Button onClick={() => setIsAdding(true)}>{t("holds.add")}</Button>}
      </header>
      <p className="quiet">{t("holds.help")}</p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{t("holds.none")}</p>}
      <ul className="retention-rows">
        {data?.map((hold) => (
          <HoldRow key={hold.id} hold={hold} mayEnd={mayChange} onEnd={() => setEnding(hold)} />
        ))}
      </ul>
      {isAdding && (
        <Dialog title={t("holds.add")} onClose={() => setIsAdding(false)}>
          <HoldForm organisationId={organisationId} onDone={() => setIsAdding(false)} />
        </Dialog>
      )}
      {ending !== undefined && (
        <Dialog title={t("holds.end")} onClose={() => setEnding(undefined)}>
          <EndForm hold={ending} onDone={() => setEnding(undefined)} />
        </Dialog>
      )}
    </section>
  );
}

interface HoldRowProps {
  readonly hold: LegalHold;
  readonly mayEnd: boolean;
  readonly onEnd: () => void;
}

function HoldRow({ hold, mayEnd, onEnd }: HoldRowProps) {
  const { t } = useTexts();
  const { isActive, reason, createdBy, createdAt, until, releasedAt, releaseReason } = hold;
  return (
    <li className={isActive ? "hold" : "hold ended"}>
      <div>
        <strong>
          <HoldScopeText scope={hold.scope} />
        </strong>
        <p>{reason}</p>
        <p className="quiet">
          <PersonName id={createdBy} /> · <TimeAgo at={createdAt} />
          {isActive && until !== null && (
            <>
              {" "}
              · {t("holds.until")} <TimeAgo at={until} />
            </>
          )}
          {releasedAt !== null && (
            <>
              {" "}
              · {t("holds.ended")} <TimeAgo at={releasedAt} />: {releaseReason}
            </>
          )}
          {releasedAt === null && !isActive && ` · ${t("holds.over")}`}
        </p>
      </div>
      {mayEnd && isActive && <Button onClick={onEnd}>{t("holds.end")}</Button>}
    </li>
  );
}

function EndForm({ hold, onDone }: { readonly hold: LegalHold; readonly onDone: () => void }) {
  const { t } = useTexts();
  const act = useAct([RETENTION_KEY]);
  return (
    <ReasonForm
      name={`hold.end.${hold.id}`}
      says={<p>{t("holds.end.says")}</p>}
      label={t("holds.reason")}
      act={t("holds.end")}
      isBusy={act.isPending}
      error={act.error}
      onSend={(reason, forget) =>
        act.mutate(async () => {
          await hub.retention.release(hold.id, reason);
          forget();
          onDone();
        })
      }
    />
  );
}
