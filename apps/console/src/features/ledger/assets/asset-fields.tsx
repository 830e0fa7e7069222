// SPDX-License-Identifier: Apache-2.0
/** What is asked of an asset besides what it is known by. */
import { Input } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { SystemSelect } from "../system-select.tsx";

interface Value {
  readonly name: string;
  readonly note: string;
  readonly systemId: string;
}

interface FieldsProps {
  readonly organisationId: string;
  readonly value: Value;
  readonly onChange: (change: Partial<Value>) => void;
  /** Where it may be left empty. */
  readonly nameHelp?: string;
}

export function AssetFields({ organisationId, value, onChange, nameHelp }: FieldsProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("ledger.name")} {...(nameHelp !== undefined && { help: nameHelp })}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={200}
            value={value.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Field label={t("ledger.system")} help={t("asset.system.help")}>
        {(ids) => (
          <SystemSelect
            ids={ids}
            organisationId={organisationId}
            value={value.systemId}
            blank={t("ledger.noSystem")}
            onChange={(systemId) => onChange({ systemId })}
          />
        )}
      </Field>
      <Field label={t("ledger.note")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            maxLength={2000}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={value.note}
            onChange={({ target }) => onChange({ note: target.value })}
          />
        )}
      </Field>
    </>
  );
}
