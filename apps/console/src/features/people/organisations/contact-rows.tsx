// SPDX-License-Identifier: Apache-2.0
/** Whom to tell at an organisation: a line for each, with what for. */
import { CONTACT_ROLES, type Contact } from "@fengsui/contract";
import { Button, Input, Select } from "antd";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { CONTACT_ROLE_TEXT } from "./words.ts";

export type ContactDraft = Contact & { readonly key: number };

const PARTS = ["name", "title", "phone", "email", "hours"] as const;
const PART_TEXT: Readonly<Record<(typeof PARTS)[number], TextKey>> = {
  name: "contact.name",
  title: "contact.title",
  phone: "contact.phone",
  email: "contact.email",
  hours: "contact.hours",
};
const MAX_LENGTH = { name: 200, title: 100, phone: 50, email: 320, hours: 100 };
const MAX_CONTACTS = 50;
const EMPTY: Contact = {
  role: "security",
  title: "",
  name: "",
  phone: "",
  email: "",
  hours: "",
  language: null,
};

interface ContactRowsProps {
  readonly contacts: readonly ContactDraft[];
  readonly onChange: (contacts: readonly ContactDraft[]) => void;
}

export function ContactRows({ contacts, onChange }: ContactRowsProps) {
  const { t } = useTexts();
  const next = Math.max(0, ...contacts.map(({ key }) => key)) + 1;
  const change = (key: number, part: Partial<Contact>) =>
    onChange(contacts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <fieldset className="boxes">
      <legend>{t("organisations.contacts")}</legend>
      <small className="quiet">{t("organisations.contacts.help")}</small>
      {contacts.map((contact, index) => (
        <div key={contact.key} className="contact-row">
          <Select
            aria-label={`${t("contact.role")} ${index + 1}`}
            value={contact.role}
            options={CONTACT_ROLES.map((value) => ({ value, label: t(CONTACT_ROLE_TEXT[value]) }))}
            onChange={(role) => change(contact.key, { role })}
          />
          {PARTS.map((part) => (
            <Input
              key={part}
              aria-label={`${t(PART_TEXT[part])} ${index + 1}`}
              placeholder={t(PART_TEXT[part])}
              maxLength={MAX_LENGTH[part]}
              value={contact[part]}
              onChange={({ target }) => change(contact.key, { [part]: target.value })}
            />
          ))}
          <Select
            aria-label={`${t("contact.language")} ${index + 1}`}
            placeholder={t("contact.language")}
            allowClear
            value={contact.language}
            options={[
              { value: "zh-CN" as const, label: "中文" },
              { value: "en" as const, label: "English" },
            ]}
            onChange={(language: Contact["language"] | undefined) =>
              change(contact.key, { language: language ?? null })
            }
          />
          <button
            type="button"
            className="plain"
            aria-label={t("contact.remove", { number: index + 1 })}
            onClick={() => onChange(contacts.filter(({ key }) => key !== contact.key))}
          >
            ✕
          </button>
        </div>
      ))}
      {contacts.length < MAX_CONTACTS && (
        <div className="act-row">
          <Button size="small" onClick={() => onChange([...contacts, { ...EMPTY, key: next }])}>
            {t("contact.add")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
