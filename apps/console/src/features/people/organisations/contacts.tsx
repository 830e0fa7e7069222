// SPDX-License-Identifier: Apache-2.0
/** Whom to tell at an organisation, by what for; to those whom it concerns. */
import type { Contact } from "@fengsui/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { type ContactDraft, ContactRows } from "./contact-rows.tsx";
import { contactsQuery } from "./queries.ts";
import { CONTACT_ROLE_TEXT } from "./words.ts";

interface ContactsProps {
  readonly organisationId: string;
  readonly mayEdit: boolean;
}

export function Contacts({ organisationId, mayEdit }: ContactsProps) {
  const { t } = useTexts();
  const { data, error } = useQuery(contactsQuery(organisationId));
  const [isEditing, setIsEditing] = useState(false);
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined) return null;
  return (
    <section aria-label={t("organisations.contacts")}>
      <h3>{t("organisations.contacts")}</h3>
      {data.length === 0 && <p className="quiet">{t("organisations.contacts.none")}</p>}
      <ul className="contacts">
        {data.map((contact) => (
          <ContactLine key={JSON.stringify(contact)} contact={contact} />
        ))}
      </ul>
      {mayEdit && (
        <div className="act-row">
          <Button onClick={() => setIsEditing(true)}>{t("organisations.contacts.edit")}</Button>
        </div>
      )}
      {isEditing && (
        <ContactsDialog organisationId={organisationId} contacts={data} onClose={() => setIsEditing(false)} />
      )}
    </section>
  );
}

function ContactLine({ contact }: { readonly contact: Contact }) {
  const { t } = useTexts();
  const { role, title, name, email, phone, hours, language } = contact;
  const said = [title, hours, language === null ? "" : language === "en" ? "English" : "中文"];
  return (
    <li>
      <span className="quiet">{t(CONTACT_ROLE_TEXT[role])}</span> <strong>{name}</strong>{" "}
      <span className="quiet">{said.filter(Boolean).join(" · ")}</span> {phone}{" "}
      {email !== "" && <a href={`mailto:${email}`}>{email}</a>}
    </li>
  );
}

interface ContactsDialogProps {
  readonly organisationId: string;
  readonly contacts: readonly Contact[];
  readonly onClose: () => void;
}

function ContactsDialog({ organisationId, contacts, onClose }: ContactsDialogProps) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<readonly ContactDraft[]>(() =>
    contacts.map((contact, key) => ({ ...contact, key })),
  );
  const save = useMutation({
    // Those without a name are lines that nobody filled in.
    mutationFn: () =>
      hub.constituency.setContacts(
        organisationId,
        draft.filter(({ name }) => name.trim() !== "").map(({ key: _, ...contact }) => contact),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: contactsQuery(organisationId).queryKey });
      onClose();
    },
  });
  return (
    <Dialog title={t("organisations.contacts.edit")} isWide onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ContactRows contacts={draft} onChange={setDraft} />
        {save.error !== null && <ProblemNotice error={save.error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t("action.save")}
          </Button>
          <Button type="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
