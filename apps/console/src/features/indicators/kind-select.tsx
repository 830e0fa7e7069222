// SPDX-License-Identifier: Apache-2.0
/** A kind of indicator, or whichever. */
import { OBSERVABLE_KINDS } from "@fengsui/contract";
import { Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { type IndicatorKind, KIND_TEXT, readKind } from "./view.ts";

interface KindProps {
  /** What is said for none. */
  readonly otherwise: string;
  readonly kind: IndicatorKind | undefined;
  readonly onChange: (kind: IndicatorKind | undefined) => void;
}

export function KindSelect({ otherwise, kind, onChange }: KindProps) {
  const { t } = useTexts();
  return (
    <Select<string>
      aria-label={t("indicators.kind")}
      popupMatchSelectWidth={false}
      value={kind ?? ""}
      options={[
        { value: "", label: otherwise },
        ...OBSERVABLE_KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) })),
      ]}
      onChange={(value) => onChange(readKind(value))}
    />
  );
}
