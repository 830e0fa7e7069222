// SPDX-License-Identifier: Apache-2.0
/** What a case rule would have done with the alerts of the last days. */
import type { CaseRulePreview } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { Severity } from "../../parts/severity.tsx";

interface OutcomeProps {
  readonly preview: CaseRulePreview;
  readonly days: number;
}

export function CaseRuleOutcome({ preview, days }: OutcomeProps) {
  const { t } = useTexts();
  const { alerts, cases, isCut, examples } = preview;
  return (
    <section className="closing" role="status">
      <p>{t(isCut ? "caseRules.outcome.cut" : "caseRules.outcome", { alerts, cases, days })}</p>
      {examples.length > 0 && (
        <ul className="records">
          {examples.map(({ alertId, title, level, entity }) => (
            <li key={alertId}>
              <Severity level={level} isShort />
              <span className="grow">
                <Link to="/alerts/$alertId" params={{ alertId }}>
                  {title}
                </Link>
                {entity !== "" && ` · ${entity}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
