// SPDX-License-Identifier: Apache-2.0
/** What protects a system, as it is entered. */

import { MEASURE_STATES, type Measure } from "@fengsui/contract";
import { Button, Input, Select } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { type MeasureRow, nextKey } from "./form.ts";
import { MEASURE_TEXT } from "./system-measures.tsx";

interface RowsProps {
  readonly rows: readonly MeasureRow[];
  readonly onChange: (rows: MeasureRow[]) => void;
}

export function MeasureRows({ rows, onChange }: RowsProps) {
  const { t } = useTexts();
  const change = (key: number, more: Partial<MeasureRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...more } : row)));
  return (
    <fieldset className="form-part">
      <legend>{t("ledger.measures")}</legend>
      {rows.map(({ key, name, state, note }) => (
        <div key={key} className="form-row">
          <Input
            aria-label={t("ledger.measure")}
            placeholder={t("ledger.measure")}
            maxLength={200}
            value={name}
            onChange={({ target }) => change(key, { name: target.value })}
          />
          <Select<Measure["state"]>
            aria-label={t("alerts.state")}
            value={state}
            options={MEASURE_STATES.map((value) => ({ value, label: t(MEASURE_TEXT[value]) }))}
            onChange={(next) => change(key, { state: next })}
          />
          <Input
            aria-label={t("ledger.note")}
            placeholder={t("ledger.note")}
            maxLength={1000}
            value={note}
            onChange={({ target }) => change(key, { note: target.value })}
          />
          <button
            type="button"
            className="plain"
            aria-label={t("ledger.measure.remove", { name })}
            onClick={() => onChange(rows.filter((row) => row.key !== key))}
          >
            ✕
          </button>
        </div>
      ))}
      <div className="act-row">
        <Button
          onClick={() => onChange([...rows, { key: nextKey(rows), name: "", state: "in_place", note: "" }])}
        >
          {t("ledger.measure.add")}
        </Button>
      </div>
    </fieldset>
  );
}
