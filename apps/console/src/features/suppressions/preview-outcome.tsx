// SPDX-License-Identifier: Apache-2.0
/** What a suppression would have silenced in the last days, in numbers and by name. */
import type { SUPPRESSION_PREVIEW } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { useTexts } from "../../app/use-texts.ts";
import { formatWhole } from "../../parts/number.ts";

const SHOWN = 8;

export function PreviewOutcome({ preview }: { readonly preview: z.infer<typeof SUPPRESSION_PREVIEW> }) {
  const { t, language } = useTexts();
  const { matches, alertsSilenced, isPartial } = preview;
  return (
    <section className="preview" role="status" aria-label={t("suppressions.preview")}>
      <strong>
        {t(isPartial ? "suppressions.preview.partial" : "suppressions.preview.says", {
          matches: formatWhole(matches, language),
          alerts: formatWhole(alertsSilenced.length, language),
        })}
      </strong>
      <ul>
        {alertsSilenced.slice(0, SHOWN).map(({ id, title, entity }) => (
          <li key={id}>
            <Link to="/alerts/$alertId" params={{ alertId: id }}>
              {title}
            </Link>{" "}
            <span className="quiet">{entity}</span>
          </li>
        ))}
      </ul>
      {alertsSilenced.length > SHOWN && (
        <p className="quiet">{t("suppressions.preview.more", { count: alertsSilenced.length - SHOWN })}</p>
      )}
    </section>
  );
}
