// SPDX-License-Identifier: Apache-2.0
/** What was found: a verdict, with what each means. */
import { VERDICTS } from "@fengsui/contract";
import { Radio } from "antd";
import type { TextKey } from "../app/texts.ts";
import { useTexts } from "../app/use-texts.ts";
import { VERDICT_TEXT, type Verdict } from "./words.ts";

const VERDICT_HELP: Readonly<Record<Verdict, TextKey>> = {
  true_positive: "verdict.truePositive.help",
  benign: "verdict.benign.help",
  false_positive: "verdict.falsePositive.help",
};

interface ChoiceProps {
  readonly value: Verdict | undefined;
  readonly onChange: (verdict: Verdict | undefined) => void;
}

export function VerdictChoice({ value, onChange }: ChoiceProps) {
  const { t } = useTexts();
  return (
    <Radio.Group
      className="verdicts"
      aria-label={t("alert.verdict")}
      value={value}
      onChange={({ target }) => onChange(VERDICTS.find((one) => one === target.value))}
    >
      {VERDICTS.map((verdict, index) => (
        <Radio key={verdict} value={verdict} autoFocus={index === 0}>
          {t(VERDICT_TEXT[verdict])}
          <small className="quiet">{t(VERDICT_HELP[verdict])}</small>
        </Radio>
      ))}
    </Radio.Group>
  );
}
