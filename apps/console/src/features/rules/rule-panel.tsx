// SPDX-License-Identifier: Apache-2.0
/** One rule: what it says, since when, and what the hub found wrong with it. */
import type { Rule } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { Diagnostics } from "./diagnostics.tsx";
import { ruleVersionsQuery } from "./queries.ts";

export function RulePanel({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(ruleVersionsQuery(rule.id));
  const newest = data?.find(({ version }) => version === rule.version);
  return (
    <aside className="panel" aria-label={rule.title}>
      <header className="panel-head">
        <Severity level={rule.level} />
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <h2 className="panel-title">{rule.title}</h2>
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
          <dt>{t("nav.alerts")}</dt>
          <dd>
            <Link to="/alerts" search={{ rule: rule.id, state: "all" }}>
              {t("rules.itsAlerts")}
            </Link>{" "}
            <Link to="/retrospections" search={{ start: "yes", rule: rule.id }}>
              {t("rules.lookBack")}
            </Link>
          </dd>
        </div>
      </dl>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {newest !== undefined && (
        <>
          <Diagnostics diagnostics={newest.diagnostics} />
          <section aria-label={t("rules.source")}>
            <div className="section-head">
              <h3>{t("rules.source")}</h3>
              <span className="grow" />
              <CopyButton text={newest.source} />
            </div>
            <pre>{newest.source}</pre>
          </section>
        </>
      )}
    </aside>
  );
}
