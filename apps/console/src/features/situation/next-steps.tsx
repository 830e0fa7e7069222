// SPDX-License-Identifier: Apache-2.0
/** What a new hub needs before it can raise an alert: what is done, what is next, and how. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { snippet } from "../sources/snippets.ts";
import type { Steps } from "./view.ts";

export function NextSteps({ steps }: { readonly steps: Steps }) {
  const { t } = useTexts();
  const command = snippet("curl", { origin: window.location.origin, key: "<key>" });
  const { hasSource, hasEvents, hasRules } = steps;
  return (
    <section className="steps" aria-label={t("steps.title")}>
      <h2>{t("steps.title")}</h2>
      <ol>
        <Step title={t("steps.source")} isDone={hasSource} isNext={!hasSource}>
          <p>{t("steps.source.hint")}</p>
          <Link to="/sources" search={{ add: "yes" }}>
            {t("sources.add")}
          </Link>
        </Step>
        <Step title={t("steps.logs")} isDone={hasEvents} isNext={hasSource && !hasEvents}>
          <p>{t("steps.logs.hint")}</p>
          <div className="snippet">
            <pre>{command}</pre>
            <CopyButton text={command} />
          </div>
          <Link to="/sources" search={{}}>
            {t("steps.logs.shippers")}
          </Link>
        </Step>
        <Step title={t("steps.rules")} isDone={hasRules} isNext={hasEvents && !hasRules}>
          <p>{t("steps.rules.hint")}</p>
          <div className="snippet">
            <pre>{RULES_COMMAND}</pre>
            <CopyButton text={RULES_COMMAND} />
          </div>
          <Link to="/rules" search={{ upload: "yes" }}>
            {t("rules.upload")}
          </Link>
        </Step>
      </ol>
    </section>
  );
}

const RULES_COMMAND = "git clone --depth 1 https://github.com/SigmaHQ/sigma";

interface StepProps {
  readonly title: string;
  readonly isDone: boolean;
  /** What is to be done now is open; the rest can be. */
  readonly isNext: boolean;
  readonly children: ReactNode;
}

function Step({ title, isDone, isNext, children }: StepProps) {
  const { t } = useTexts();
  return (
    <li className={isDone ? "done" : undefined}>
      <details open={isNext}>
        <summary>
          {title} {isDone && <span className="quiet">{t("steps.done")}</span>}
        </summary>
        {children}
      </details>
    </li>
  );
}
