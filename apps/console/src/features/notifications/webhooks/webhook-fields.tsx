// SPDX-License-Identifier: Apache-2.0
/** What a webhook is: its name and address, what it is told of, and from which level on. */
import { NOTIFICATION_KINDS, type NotificationKind } from "@fengsui/contract";
import { Checkbox, Input, Select } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { LEVEL_TEXT, type Level } from "../../../parts/words.ts";
import { KIND_GROUPS, KIND_TEXT } from "../words.ts";

const LEVELS: readonly Level[] = ["informational", "low", "medium", "high", "critical"];

export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly NotificationKind[];
  readonly lowestLevel: Level;
}

export const NEW_DRAFT: WebhookDraft = {
  name: "",
  url: "https://",
  kinds: NOTIFICATION_KINDS,
  lowestLevel: "informational",
};

export function isComplete({ name, url, kinds }: WebhookDraft): boolean {
  return name.trim() !== "" && URL.canParse(url.trim()) && kinds.length > 0;
}

interface FieldsProps {
  readonly draft: WebhookDraft;
  readonly onChange: (part: Partial<WebhookDraft>) => void;
}

export function WebhookFields({ draft, onChange }: FieldsProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("webhooks.name")}>
        {(ids) => (
          <Input
            {...ids}
            required
            value={draft.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Field label={t("webhooks.url")} help={t("webhooks.url.help")}>
        {(ids) => (
          <Input
            {...ids}
            type="url"
            required
            value={draft.url}
            onChange={({ target }) => onChange({ url: target.value })}
          />
        )}
      </Field>
      <Field label={t("preferences.from")}>
        {(ids) => (
          <Select<Level>
            {...ids}
            value={draft.lowestLevel}
            options={LEVELS.map((value) => ({ value, label: t(LEVEL_TEXT[value]) }))}
            onChange={(lowestLevel) => onChange({ lowestLevel })}
          />
        )}
      </Field>
      {KIND_GROUPS.map(({ text, kinds }) => (
        <fieldset key={text} className="kind-boxes">
          <legend>{t(text)}</legend>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              checked={draft.kinds.includes(kind)}
              onChange={({ target }) =>
                onChange({
                  kinds: target.checked ? [...draft.kinds, kind] : draft.kinds.filter((one) => one !== kind),
                })
              }
            >
              {t(KIND_TEXT[kind])}
            </Checkbox>
          ))}
        </fieldset>
      ))}
    </>
  );
}
