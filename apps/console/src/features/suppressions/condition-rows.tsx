// SPDX-License-Identifier: Apache-2.0
/** The conditions of a suppression: those that an alert offers are ticked, any other is written. */
import { Button, Checkbox, Input } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import type { FieldValue } from "../../parts/event-fields.ts";
import type { FormCondition } from "./view.ts";

interface RowsProps {
  readonly rows: readonly FormCondition[];
  readonly offered: readonly FieldValue[];
  readonly onChange: (rows: readonly FormCondition[]) => void;
}

export function ConditionRows({ rows, offered, onChange }: RowsProps) {
  const { t } = useTexts();
  const isSame = (row: FormCondition, { field, value }: FieldValue) =>
    row.field === field && row.equals === value;
  const written = rows.filter((row) => !offered.some((one) => isSame(row, one)));
  const change = (row: FormCondition) => onChange(rows.map((old) => (old.id === row.id ? row : old)));
  const add = (field: string, equals: string) => {
    const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
    onChange([...rows, { id, field, equals }]);
  };
  return (
    <fieldset className="conditions">
      <legend>{t("suppressions.conditions")}</legend>
      <small className="quiet">{t("suppressions.conditions.help")}</small>
      {offered.map((one) => (
        <Checkbox
          key={`${one.field}\0${one.value}`}
          checked={rows.some((row) => isSame(row, one))}
          onChange={({ target }) =>
            target.checked ? add(one.field, one.value) : onChange(rows.filter((row) => !isSame(row, one)))
          }
        >
          <span className="offered">
            {one.field} = <code>{one.value}</code>
          </span>
        </Checkbox>
      ))}
      {written.map((row) => (
        <div key={row.id} className="condition-row">
          <Input
            aria-label={t("suppressions.field")}
            placeholder={t("suppressions.field")}
            value={row.field}
            onChange={({ target }) => change({ ...row, field: target.value })}
          />
          <span>=</span>
          <Input
            aria-label={t("suppressions.value")}
            placeholder={t("suppressions.value")}
            value={row.equals}
            onChange={({ target }) => change({ ...row, equals: target.value })}
          />
          <button
            type="button"
            className="plain"
            aria-label={t("suppressions.removeCondition")}
            onClick={() => onChange(rows.filter((old) => old !== row))}
          >
            ✕
          </button>
        </div>
      ))}
      <div>
        <Button size="small" onClick={() => add("", "")}>
          {t("suppressions.addCondition")}
        </Button>
      </div>
    </fieldset>
  );
}
