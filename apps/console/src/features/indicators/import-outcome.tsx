// SPDX-License-Identifier: Apache-2.0
/** What came of an import, and what of it was not understood. */
import type { IndicatorsImported } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { Fact } from "../../parts/fact.tsx";
import { formatWhole } from "../../parts/number.ts";
import { TAKEN_TEXT, takenOf } from "./view.ts";

export function ImportOutcome({ taken }: { readonly taken: IndicatorsImported }) {
  const { t, language } = useTexts();
  const { examples, notUnderstood } = taken;
  return (
    <div className="acts">
      <dl className="facts">
        {takenOf(taken).map((one) => (
          <Fact key={one} name={t(TAKEN_TEXT[one])}>
            {formatWhole(taken[one], language)}
          </Fact>
        ))}
      </dl>
      {examples.length > 0 && (
        <section aria-label={t("indicators.notUnderstood")}>
          <h3>{t("indicators.notUnderstood")}</h3>
          <p className="quiet">
            {t("indicators.notUnderstood.shown", { shown: examples.length, count: notUnderstood })}
          </p>
          <table className="fields">
            <tbody>
              {examples.map(({ at, text }) => (
                <tr key={`${at}\0${text}`}>
                  <th scope="row">{/^\d+$/.test(at) ? t("indicators.line", { line: at }) : at}</th>
                  <td>{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
