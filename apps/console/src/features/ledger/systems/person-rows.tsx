// SPDX-License-Identifier: Apache-2.0
/** Who answers for a system: colleagues with an account, and others by name. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { colleaguesQuery } from "../../../app/session.ts";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { nextKey, type PersonRow } from "./form.ts";

interface RowsProps {
  readonly organisationId: string;
  readonly rows: readonly PersonRow[];
  readonly onChange: (rows: PersonRow[]) => void;
}

const MAX_PEOPLE = 20;
const BLANK = { name: "", role: "", phone: "", email: "", personId: null };
const INPUTS = [
  { key: "name", text: "ledger.person.name", maxLength: 200 },
  { key: "role", text: "ledger.person.role", maxLength: 100 },
  { key: "phone", text: "ledger.person.phone", maxLength: 50 },
  { key: "email", text: "ledger.person.email", maxLength: 320 },
] as const satisfies readonly { key: keyof PersonRow; text: TextKey; maxLength: number }[];

export function PersonRows({ organisationId, rows, onChange }: RowsProps) {
  const { t } = useTexts();
  const { data = [] } = useQuery(colleaguesQuery);
  const offered = data.filter(
    ({ id, organisationIds }) =>
      organisationIds.includes(organisationId) && !rows.some(({ personId }) => personId === id),
  );
  const change = (key: number, more: Partial<PersonRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...more } : row)));
  const add = (more: Partial<PersonRow>) => onChange([...rows, { ...BLANK, ...more, key: nextKey(rows) }]);
  const isFull = rows.length >= MAX_PEOPLE;
  return (
    <fieldset className="form-part">
      <legend>{t("alert.responsible")}</legend>
      {rows.map((row) => (
        <div key={row.key} className="form-row">
          {INPUTS.map(({ key, text, maxLength }) => (
            <Input
              key={key}
              aria-label={t(text)}
              placeholder={t(text)}
              maxLength={maxLength}
              value={row[key]}
              onChange={({ target }) => change(row.key, { [key]: target.value })}
            />
          ))}
          <button
            type="button"
            className="plain"
            aria-label={t("ledger.person.remove", { name: row.name })}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            ✕
          </button>
        </div>
      ))}
      <div className="act-row">
        <Button disabled={isFull} onClick={() => add({})}>
          {t("ledger.person.add")}
        </Button>
        {offered.length > 0 && !isFull && (
          <Select<string>
            aria-label={t("ledger.person.colleague")}
            placeholder={t("ledger.person.colleague")}
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: "label" }}
            value={null}
            options={offered.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => add({ personId: id, name: offered.find((one) => one.id === id)?.name ?? "" })}
          />
        )}
      </div>
    </fieldset>
  );
}
