// SPDX-License-Identifier: Apache-2.0
import { PAPS, type Pap } from "@fengsui/contract";
import { Select } from "antd";
import { useTexts } from "../app/use-texts.ts";
import { Field } from "./field.tsx";
import { PAP_TEXT, papName } from "./tlp.tsx";

interface PapProps {
  readonly value: Pap | null;
  readonly onChange: (pap: Pap | null) => void;
}

export function PapField({ value, onChange }: PapProps) {
  const { t } = useTexts();
  return (
    <Field label={t("pap.label")}>
      {(ids) => (
        <Select<Pap | "none">
          {...ids}
          value={value ?? "none"}
          options={[
            { value: "none", label: t("pap.none") },
            ...PAPS.map((pap) => ({ value: pap, label: `${papName(pap)}: ${t(PAP_TEXT[pap])}` })),
          ]}
          onChange={(pap) => onChange(pap === "none" ? null : pap)}
        />
      )}
    </Field>
  );
}
