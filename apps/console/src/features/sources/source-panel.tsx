// SPDX-License-Identifier: Apache-2.0
/** One source: its key while it is new, what to paste into a shipper, switching it off. */
import type { Source } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { formatLength, formatWhole } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useChangeSource, useRenewKey } from "./queries.ts";
import { SHIPPERS, type Shipper, snippet } from "./snippets.ts";
import { SourceHealth } from "./source-health.tsx";
import { SourceReading } from "./source-reading.tsx";
import { SourceWatch } from "./source-watch.tsx";
import { logTypeOf, managedOf, rateText } from "./view.ts";

/** Stands in a snippet for a key that nobody can show any more. */
const KEY_PLACE = "<key>";

export interface ShownKey {
  readonly sourceId: string;
  readonly key: string;
}

interface PanelProps {
  readonly source: Source;
  readonly shownKey: string | undefined;
  readonly onKey: (key: ShownKey) => void;
  readonly onClose: () => void;
}

export function SourcePanel({ source, shownKey, onKey, onClose }: PanelProps) {
  const { t, language } = useTexts();
  const mayManage = managedOf(useSession().organisations).some(({ id }) => id === source.organisationId);
  return (
    <aside className="panel" aria-label={source.name}>
      <header className="panel-head">
        <SourceHealth source={source} />
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <h2 className="panel-title">{source.name}</h2>
      <dl className="facts">
        <div>
          <dt>{t("sources.logType")}</dt>
          <dd>{logTypeOf(source) || t("sources.logType.unknown")}</dd>
        </div>
        <div>
          <dt>{t("sources.rate")}</dt>
          <dd>{rateText(source.eventsPerSecond, language)}</dd>
        </div>
        <div>
          <dt>{t("sources.lastSeen")}</dt>
          <dd>{source.lastSeenAt === null ? t("source.waiting") : <TimeAgo at={source.lastSeenAt} />}</dd>
        </div>
        <div>
          <dt>{t("sources.newest")}</dt>
          <dd>{source.lastEventAt === null ? "–" : <TimeAgo at={source.lastEventAt} />}</dd>
        </div>
        <div>
          <dt>{t("sources.lag")}</dt>
          <dd>{source.lagMs === null ? "–" : formatLength(source.lagMs / 1000, language)}</dd>
        </div>
        <div>
          <dt>{t("sources.count")}</dt>
          <dd>
            <Link to="/search" search={{ source: source.id, from: "now-7d" }} title={t("sources.itsEvents")}>
              {formatWhole(source.eventCount, language)}
            </Link>
          </dd>
        </div>
      </dl>
      {source.state === "silent" && source.silentSince !== null && (
        <p className="why">
          {t("sources.silentSince")} <TimeAgo at={source.silentSince} />.{" "}
          <Link to="/alerts" search={{ state: "all", host: source.name }}>
            {t("rules.itsAlerts")}
          </Link>
        </p>
      )}
      {shownKey !== undefined && (
        <section className="key-once" role="status">
          <strong>{t("sources.key.once")}</strong>
          <div className="act-row">
            <code>{shownKey}</code>
            <CopyButton text={shownKey} />
          </div>
        </section>
      )}
      <Snippets sourceKey={shownKey ?? KEY_PLACE} />
      {mayManage && <SourceReading source={source} />}
      {mayManage && <SourceWatch source={source} />}
      {mayManage && <SourceActs source={source} onKey={onKey} />}
    </aside>
  );
}

function Snippets({ sourceKey }: { readonly sourceKey: string }) {
  const { t } = useTexts();
  const [shipper, setShipper] = useState<Shipper>("curl");
  const text = snippet(shipper, { origin: window.location.origin, key: sourceKey });
  return (
    <section aria-label={t("sources.snippets")}>
      <div className="section-head">
        <h3>{t("sources.snippets")}</h3>
        <span className="grow" />
        <CopyButton key={text} text={text} />
      </div>
      <div className="tabs">
        {SHIPPERS.map((name) => (
          <button key={name} type="button" aria-pressed={name === shipper} onClick={() => setShipper(name)}>
            {name}
          </button>
        ))}
      </div>
      <pre>{text}</pre>
      {sourceKey === KEY_PLACE && <p className="quiet">{t("sources.key.gone")}</p>}
    </section>
  );
}

function SourceActs({ source, onKey }: { readonly source: Source; readonly onKey: (key: ShownKey) => void }) {
  const { t } = useTexts();
  const renew = useRenewKey(source.id);
  const change = useChangeSource(source.id);
  const [isAsking, setIsAsking] = useState(false);
  const isOff = source.disabledAt !== null;
  const renewKey = () =>
    renew.mutate(undefined, {
      onSuccess: ({ key }) => {
        onKey({ sourceId: source.id, key });
        setIsAsking(false);
      },
    });
  const error = renew.error ?? change.error;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      {isAsking ? (
        <>
          <p>{t("sources.renew.says")}</p>
          <div className="act-row">
            <Button danger loading={renew.isPending} onClick={renewKey}>
              {t("sources.renew.act")}
            </Button>
            <Button type="text" onClick={() => setIsAsking(false)}>
              {t("action.cancel")}
            </Button>
          </div>
        </>
      ) : (
        <div className="act-row">
          <Button onClick={() => setIsAsking(true)}>{t("sources.renew")}</Button>
          <Button loading={change.isPending} onClick={() => change.mutate({ isDisabled: !isOff })}>
            {t(isOff ? "sources.switchOn" : "sources.switchOff")}
          </Button>
        </div>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </section>
  );
}
