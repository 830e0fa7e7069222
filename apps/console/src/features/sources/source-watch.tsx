// SPDX-License-Identifier: Apache-2.0
/** What is expected of a source: its kind of log, how long it may be silent, and when it is being worked on. */
import type { Source } from "@fengsui/contract";
import { Button, Input, Select, Switch } from "antd";
import { useId, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { formatLength } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useChangeSource } from "./queries.ts";
import { isLogType, isPaused, logTypeOf, PAUSE_SECONDS, QUIET_SECONDS } from "./view.ts";

/** In the place of a length: the hub learns it. */
const LEARNED = 0;

export function SourceWatch({ source }: { readonly source: Source }) {
  const { t, language } = useTexts();
  const change = useChangeSource(source.id);
  const switchId = useId();
  const learned =
    source.quietSeconds === null && source.expectedQuietSeconds !== null
      ? t("sources.quiet.learnedAs", { length: formatLength(source.expectedQuietSeconds, language) })
      : t("sources.quiet.learned");
  return (
    <section className="acts" aria-label={t("sources.watch")}>
      <h3>{t("sources.watch")}</h3>
      <div className="switch">
        <Switch
          id={switchId}
          checked={source.isWatched}
          loading={change.isPending}
          onChange={(isWatched) => change.mutate({ isWatched })}
        />
        <label htmlFor={switchId}>{t("sources.watched")}</label>
      </div>
      <Field label={t("sources.quiet")}>
        {(ids) => (
          <Select<number>
            {...ids}
            disabled={!source.isWatched}
            value={source.quietSeconds ?? LEARNED}
            options={[
              { value: LEARNED, label: learned },
              ...lengths(source.quietSeconds).map((value) => ({
                value,
                label: formatLength(value, language),
              })),
            ]}
            onChange={(value) => change.mutate({ quietSeconds: value === LEARNED ? null : value })}
          />
        )}
      </Field>
      <Pause source={source} onChange={(pausedUntil) => change.mutate({ pausedUntil })} />
      <LogType source={source} onChange={(logType) => change.mutate({ logType })} />
      {change.error !== null && <ProblemNotice error={change.error} />}
    </section>
  );
}

/** What somebody set otherwise is among what can be chosen. */
function lengths(set: number | null): readonly number[] {
  return set === null || QUIET_SECONDS.includes(set) ? QUIET_SECONDS : [set, ...QUIET_SECONDS];
}

interface PauseProps {
  readonly source: Source;
  readonly onChange: (until: string | null) => void;
}

function Pause({ source, onChange }: PauseProps) {
  const { t, language } = useTexts();
  if (source.pausedUntil !== null && isPaused(source, Date.now()))
    return (
      <div className="act-row">
        <span>
          {t("sources.pausedUntil")} <TimeAgo at={source.pausedUntil} />
        </span>
        <Button size="small" onClick={() => onChange(null)}>
          {t("sources.pause.end")}
        </Button>
      </div>
    );
  return (
    <div className="act-row">
      <span>{t("sources.pause")}</span>
      {PAUSE_SECONDS.map((seconds) => (
        <Button
          key={seconds}
          size="small"
          onClick={() => onChange(new Date(Date.now() + seconds * 1000).toISOString())}
        >
          {formatLength(seconds, language)}
        </Button>
      ))}
    </div>
  );
}

interface LogTypeProps {
  readonly source: Source;
  readonly onChange: (logType: string | null) => void;
}

function LogType({ source, onChange }: LogTypeProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(logTypeOf(source));
  const text = typed.trim();
  const isOther = text !== logTypeOf(source);
  return (
    <Field label={t("sources.logType")} help={t("sources.logType.help")}>
      {(ids) => (
        <div className="act-row">
          <Input
            {...ids}
            className="host"
            value={typed}
            status={isLogType(text) ? "" : "error"}
            onChange={({ target }) => setTyped(target.value)}
          />
          {isOther && (
            <Button disabled={!isLogType(text)} onClick={() => onChange(text === "" ? null : text)}>
              {t("action.save")}
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
