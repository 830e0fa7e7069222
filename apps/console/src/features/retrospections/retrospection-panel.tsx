// SPDX-License-Identifier: Apache-2.0
/** One pass: its progress, what it looks at, what it found, its rules, and pausing, resuming or cancelling it. */
import type { RetrospectionVerb } from "@fengsui/client";
import type { RETROSPECTION_DETAIL, Retrospection } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { z } from "zod";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { formatWhole } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { PassProgress, STATE_TEXT } from "./pass-progress.tsx";
import { retrospectionQuery, useRetrospectionAct } from "./queries.ts";
import { verbsOf } from "./view.ts";

const VERB_TEXT: Readonly<Record<RetrospectionVerb, TextKey>> = {
  pause: "retro.pause",
  resume: "retro.resume",
  cancel: "retro.cancel",
};

interface PanelProps {
  readonly id: string;
  readonly mayAct: boolean;
  readonly onClose: () => void;
}

export function RetrospectionPanel({ id, mayAct, onClose }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(retrospectionQuery(id));
  return (
    <aside className="panel" aria-label={t("retro.one")}>
      <header className="panel-head">
        <span className="quiet">
          {data === undefined ? t("retro.one") : t(STATE_TEXT[data.retrospection.state])}
        </span>
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <div className="panel-skeleton" aria-hidden="true" />}
      {data !== undefined && <Body detail={data} mayAct={mayAct} />}
    </aside>
  );
}

interface BodyProps {
  readonly detail: z.infer<typeof RETROSPECTION_DETAIL>;
  readonly mayAct: boolean;
}

function Body({ detail, mayAct }: BodyProps) {
  const { t, language } = useTexts();
  const { retrospection: pass, rules } = detail;
  return (
    <>
      <h2 className="panel-title">{t("retro.ofRules", { count: pass.ruleCount })}</h2>
      <PassProgress pass={pass} />
      {pass.failure !== null && (
        <p className="problem" role="alert">
          {t("retro.failure")} <code>{pass.failure}</code>
        </p>
      )}
      {mayAct && <Acts pass={pass} />}
      <dl className="facts">
        <div>
          <dt>{t("retro.events")}</dt>
          <dd>
            {formatWhole(pass.eventsSeen, language)}
            {pass.eventsTotal !== null && ` / ${formatWhole(pass.eventsTotal, language)}`}
          </dd>
        </div>
        <div>
          <dt>{t("alerts.matches")}</dt>
          <dd>{formatWhole(pass.matchCount, language)}</dd>
        </div>
        <div>
          <dt>{t("retro.alerts")}</dt>
          <dd>
            <Link to="/alerts" search={{ state: "all", retrospection: pass.id }}>
              {formatWhole(pass.alertCount, language)}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t("retro.span")}</dt>
          <dd>
            <Span pass={pass} />
          </dd>
        </div>
        <div>
          <dt>{t("retro.since")}</dt>
          <dd>
            <TimeAgo at={pass.startedAt ?? pass.createdAt} />
          </dd>
        </div>
        {pass.finishedAt !== null && (
          <div>
            <dt>{t("retro.finished")}</dt>
            <dd>
              <TimeAgo at={pass.finishedAt} />
            </dd>
          </div>
        )}
      </dl>
      <section aria-label={t("nav.rules")}>
        <h3>{t("nav.rules")}</h3>
        <ul className="lines">
          {rules.map(({ ruleId, title, version }) => (
            <li key={ruleId}>
              <Link to="/rules" search={{ open: ruleId }}>
                {title}
              </Link>
              <span className="quiet">{t("rules.versionOf", { version })}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Span({ pass: { from, to, receivedSince } }: { readonly pass: Retrospection }) {
  const { t } = useTexts();
  if (from !== null || to !== null)
    return `${from === null ? "…" : exactTime(from)} – ${to === null ? "…" : exactTime(to)}`;
  return receivedSince === null
    ? t("span.all")
    : t("retro.receivedSince", { time: exactTime(receivedSince) });
}

function Acts({ pass }: { readonly pass: Retrospection }) {
  const { t } = useTexts();
  const act = useRetrospectionAct(pass.id);
  const verbs = verbsOf(pass);
  if (verbs.length === 0) return null;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <div className="act-row">
        {verbs.map((verb) => (
          <Button
            key={verb}
            {...(verb === "cancel" ? { type: "text" as const } : {})}
            loading={act.isPending && act.variables === verb}
            onClick={() => act.mutate(verb)}
          >
            {t(VERB_TEXT[verb])}
          </Button>
        ))}
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </section>
  );
}
