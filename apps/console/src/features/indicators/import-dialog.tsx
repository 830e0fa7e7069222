// SPDX-License-Identifier: Apache-2.0
/** A feed into a list: what is given, what that will remove, how far it is, what came of it. */
import type { IndicatorList } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { formatWhole } from "../../parts/number.ts";
import { ImportForm } from "./import-form.tsx";
import { ImportOutcome } from "./import-outcome.tsx";
import { type Feed, useImport } from "./use-import.ts";

interface ImportProps {
  readonly list: IndicatorList;
  readonly onClose: () => void;
}

export function ImportDialog({ list, onClose }: ImportProps) {
  const { t } = useTexts();
  /** It will remove something, which is asked first. */
  const [asked, setAsked] = useState<Feed>();
  const { state, send, cancel } = useImport(list.id);
  const give = (feed: Feed) => {
    if (feed.query.mode === "replace" && list.indicatorCount > 0 && asked === undefined) setAsked(feed);
    else void send(feed);
  };
  const isForm = asked === undefined && state.part === undefined && state.taken === undefined;
  return (
    <Dialog
      title={t("indicators.import.into", { title: list.title })}
      isWide
      onClose={() => {
        cancel();
        onClose();
      }}
    >
      {/* What was filled in is there again if it is to be changed. */}
      <div hidden={!isForm}>
        <ImportForm error={state.error} onGive={give} />
      </div>
      {asked !== undefined && state.part === undefined && state.taken === undefined && (
        <Replacing
          count={list.indicatorCount}
          onBack={() => setAsked(undefined)}
          onGo={() => {
            setAsked(undefined);
            void send(asked);
          }}
        />
      )}
      {state.part !== undefined && <UnderWay part={state.part} onCancel={cancel} />}
      {state.taken !== undefined && (
        <div className="acts">
          <p role="status">
            <strong>{t("indicators.import.done")}</strong>
          </p>
          <ImportOutcome taken={state.taken} />
          {list.isEnabled && state.taken.added > 0 && (
            <p className="quiet">
              {t("indicators.import.lookBack")}{" "}
              <Link to="/retrospections" search={{}}>
                {t("nav.retrospections")}
              </Link>
            </p>
          )}
          <div className="act-row">
            <Button type="primary" autoFocus onClick={onClose}>
              {t("action.done")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

interface ReplacingProps {
  readonly count: number;
  readonly onBack: () => void;
  readonly onGo: () => void;
}

function Replacing({ count, onBack, onGo }: ReplacingProps) {
  const { t, language } = useTexts();
  return (
    <div className="acts" role="alert">
      <p>
        <strong>{t("indicators.replace.asks", { count: formatWhole(count, language) })}</strong>
      </p>
      <p>{t("indicators.replace.says")}</p>
      <div className="act-row">
        <Button type="primary" onClick={onGo}>
          {t("indicators.replace.act")}
        </Button>
        <Button type="text" autoFocus onClick={onBack}>
          {t("indicators.back")}
        </Button>
      </div>
    </div>
  );
}

interface UnderWayProps {
  readonly part: number;
  readonly onCancel: () => void;
}

function UnderWay({ part, onCancel }: UnderWayProps) {
  const { t } = useTexts();
  const isSent = part >= 1;
  return (
    <div className="act-row" role="status">
      <span>{t(isSent ? "indicators.import.reading" : "indicators.import.sending")}</span>
      <progress max={1} {...(!isSent && { value: part })} aria-label={t("indicators.import")} />
      {!isSent && <span>{Math.floor(part * 100)} %</span>}
      {!isSent && (
        <Button size="small" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      )}
    </div>
  );
}
