// SPDX-License-Identifier: Apache-2.0
/** What protects a system; not there where nothing is entered. */
import type { Measure } from "@fengsui/contract";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";

export const MEASURE_TEXT: Readonly<Record<Measure["state"], TextKey>> = {
  planned: "ledger.measure.planned",
  in_place: "ledger.measure.inPlace",
};

export function SystemMeasures({ measures }: { readonly measures: readonly Measure[] }) {
  const { t } = useTexts();
  if (measures.length === 0) return null;
  return (
    <section aria-label={t("ledger.measures")}>
      <h3>{t("ledger.measures")}</h3>
      <ul className="lines">
        {measures.map(({ name, state, note }) => (
          <li key={`${name}\0${note}`}>
            <span>
              {name}
              {note !== "" && <span className="quiet"> · {note}</span>}
            </span>
            <span className="quiet">{t(MEASURE_TEXT[state])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
