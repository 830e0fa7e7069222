// SPDX-License-Identifier: Apache-2.0
/** One rule: what it says now and said before, and what the hub found wrong with it. */

import type { RULE_DETAIL } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Select } from "antd";
import { useState } from "react";
import type { z } from "zod";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useRuleTitle } from "../../parts/rule-title.ts";
import { Severity } from "../../parts/severity.tsx";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { Diagnostics } from "./diagnostics.tsx";
import { ruleQuery, ruleVersionsQuery } from "./queries.ts";
import { Figures } from "./rule-figures.tsx";
import { KIND_TEXT } from "./view.ts";

type Detail = z.infer<typeof RULE_DETAIL>;
type Version = Detail["current"];

const ORIGIN_TEXT: Readonly<Record<Detail["rule"]["origin"], TextKey>> = {
  upload: "rules.origin.upload",
  folder: "rules.origin.folder",
  shipped: "rules.origin.shipped",
  built_in: "rules.origin.builtIn",
};

export function RulePanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(ruleQuery(id));
  return (
    <aside className="panel" aria-label={data?.rule.title ?? t("rules.title")}>
      <header className="panel-head">
        {data === undefined ? (
          <span className="quiet">{t("rules.title")}</span>
        ) : (
          <Severity level={data.rule.level} />
        )}
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <div className="panel-skeleton" aria-hidden="true" />}
      {data !== undefined && <RuleBody detail={data} />}
    </aside>
  );
}

function RuleBody({ detail: { rule, current, unresolved } }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const titleOf = useRuleTitle();
  return (
    <>
      <h2 className="panel-title">{titleOf(rule.title)}</h2>
      <dl className="facts">
        <div>
          <dt>{t("rules.version")}</dt>
          <dd>
            {rule.version} · <TimeAgo at={rule.changedAt} />
          </dd>
        </div>
        <div>
          <dt>{t("rules.id")}</dt>
          <dd>
            <code>{rule.key}</code>
          </dd>
        </div>
        <div>
          <dt>{t("rules.kind")}</dt>
          <dd>
            {rule.kind === "indicators" ? (
              <Link to="/indicators/$listId" params={{ listId: rule.id }} search={{}}>
                {t("rules.kind.indicators.open")}
              </Link>
            ) : (
              t(KIND_TEXT[rule.kind])
            )}
          </dd>
        </div>
        {rule.kind !== "indicators" && (
          <div>
            <dt>{t("rules.origin")}</dt>
            <dd>{t(ORIGIN_TEXT[rule.origin])}</dd>
          </div>
        )}
        <div>
          <dt>{t("nav.alerts")}</dt>
          <dd>
            <Link to="/alerts" search={{ rule: rule.id, state: "all" }}>
              {t("rules.itsAlerts")}
            </Link>
          </dd>
        </div>
        {rule.isEnabled && (
          <div>
            <dt>{t("nav.retrospections")}</dt>
            <dd>
              <Link to="/retrospections" search={{ start: "yes", rule: rule.id }}>
                {t("rules.lookBack")}
              </Link>
            </dd>
          </div>
        )}
      </dl>
      {unresolved.length > 0 && (
        <section aria-label={t("rules.unresolved")}>
          <h3>{t("rules.unresolved")}</h3>
          <Diagnostics diagnostics={unresolved} />
        </section>
      )}
      <Figures rule={rule} />
      {/* What a list says is in its indicators. */}
      {rule.kind !== "indicators" && <Versions ruleId={rule.id} current={current} />}
    </>
  );
}

/** The version of now; others are fetched when there are some. */
function Versions({ ruleId, current }: { readonly ruleId: string; readonly current: Version }) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState(current.version);
  const { data: versions = [current] } = useQuery({
    ...ruleVersionsQuery(ruleId),
    enabled: current.version > 1,
  });
  const shown = versions.find(({ version }) => version === chosen) ?? current;
  return (
    <>
      {shown.diagnostics.length > 0 && <Diagnostics diagnostics={shown.diagnostics} />}
      <section aria-label={t("rules.source")}>
        <div className="section-head">
          <h3>{t("rules.source")}</h3>
          {versions.length > 1 && (
            <Select
              size="small"
              aria-label={t("rules.version")}
              popupMatchSelectWidth={false}
              value={shown.version}
              options={versions.map(({ version, createdAt }) => ({
                value: version,
                label: `${t("rules.versionOf", { version })} · ${exactTime(createdAt)}`,
              }))}
              onChange={setChosen}
            />
          )}
          <span className="grow" />
          <CopyButton key={shown.version} text={shown.source} />
        </div>
        <pre>{shown.source}</pre>
      </section>
    </>
  );
}
