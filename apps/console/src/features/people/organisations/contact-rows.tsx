// SPDX-License-Identifier: Apache-2.0
/** Whom to tell at an organisation: a line for each. */
import { Button, Input } from "antd";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import type { OrganisationDraft } from "./view.ts";

type Contacts = OrganisationDraft["contacts"];

const PARTS = ["name", "role", "phone", "email"] as const;
const PART_TEXT: Readonly<Record<(typeof PARTS)[number], TextKey>> = {
  name: "contact.name",
  role: "contact.role",
  phone: "contact.phone",
  email: "contact.email",
};
const MAX_LENGTH = { name: 200, role: 100, phone: 50, email: 320 };
const MAX_CONTACTS = 20;

interface ContactRowsProps {
  readonly contacts: Contacts;
  readonly onChange: (contacts: Contacts) => void;
}

export function ContactRows({ contacts, onChange }: ContactRowsProps) {
  const { t } = useTexts();
  const next = Math.max(0, ...contacts.map(({ key }) => key)) + 1;
  const change = (key: number, part: (typeof PARTS)[number], value: string) =>
    onChange(contacts.map((one) => (one.key === key ? { ...one, [part]: value } : one)));
  return (
    <fieldset className="boxes">
      <legend>{t("organisations.contacts")}</legend>
      <small className="quiet">{t("organisations.contacts.help")}</small>
      {contacts.map((contact, index) => (
        <div key={contact.key} className="contact-row">
          {PARTS.map((part) => (
            <Input
              key={part}
              aria-label={`${t(PART_TEXT[part])} ${index + 1}`}
              placeholder={t(PART_TEXT[part])}
              maxLength={MAX_LENGTH[part]}
              value={contact[part]}
              onChange={({ target }) => change(contact.key, part, target.value)}
            />
          ))}
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
          <Button
            size="small"
            onClick={() => onChange([...contacts, { key: next, name: "", role: "", phone: "", email: "" }])}
          >
            {t("contact.add")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
