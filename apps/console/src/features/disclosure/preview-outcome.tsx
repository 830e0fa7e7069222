// SPDX-License-Identifier: Apache-2.0
/** Who will receive it, before it is shared: by name and number, and who newly does or no longer does. */
import type { Recipient, SharingPreview } from "@fengsui/contract";
import { Input } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { VIA_TEXT } from "./words.ts";

/** More are counted. */
const MOST_NAMED = 12;

export function PreviewOutcome({ preview }: { readonly preview: SharingPreview }) {
  const { t } = useTexts();
  const { recipients, gains, loses, isForEverybody, isWider } = preview;
  return (
    <section className="outcome" aria-label={t("disclosure.preview")} aria-live="polite">
      {isForEverybody && <p>{t("disclosure.everybody")}</p>}
      {recipients.length === 0 && !isForEverybody && <p>{t("disclosure.nobody")}</p>}
      {recipients.length > 0 && <Recipients title={t("disclosure.recipients")} rows={recipients} />}
      {gains.length > 0 && <Recipients title={t("disclosure.gains")} rows={gains} />}
      {loses.length > 0 && <Recipients title={t("disclosure.loses")} rows={loses} />}
      {gains.length + loses.length === 0 && <p className="quiet">{t("case.share.same")}</p>}
      {loses.length > 0 && <p className="quiet">{t("case.share.stays")}</p>}
      {isWider && <p>{t("disclosure.wider")}</p>}
    </section>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly Recipient[];
}

function Recipients({ title, rows }: RowsProps) {
  const { t } = useTexts();
  const recipientText = useRecipientText();
  const more = rows.length - MOST_NAMED;
  return (
    <>
      <h3>{title}</h3>
      <ul className="says">
        {rows.slice(0, MOST_NAMED).map((row) => (
          <li key={`${row.organisationId} ${row.via} ${row.isHidden}`}>{recipientText(row)}</li>
        ))}
        {more > 0 && <li>{t("disclosure.more", { number: more })}</li>}
      </ul>
    </>
  );
}

function useRecipientText(): (row: Recipient) => string {
  const { t } = useTexts();
  return ({ name, organisations, people, via, isHidden }) => {
    const how = t(VIA_TEXT[via]);
    if (isHidden) return t("disclosure.recipient.hidden", { number: organisations, how });
    if (via === "named_person") return t("disclosure.recipient.people", { number: people ?? 0 });
    return t("disclosure.recipient", { name: name ?? "–", people: people ?? "–", how });
  };
}

/** What the button says: with how many. */
export function useShareText(preview: SharingPreview | undefined): string {
  const { t } = useTexts();
  if (preview === undefined) return t("case.share.act");
  const { isForEverybody, organisations, people } = preview;
  if (isForEverybody) return t("disclosure.act.everybody");
  if (organisations === 0 && people === 0) return t("disclosure.act.nobody");
  if (organisations === 0) return t("disclosure.act.people", { people });
  return t("disclosure.act", { organisations, people });
}

interface ReasonProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why more may see it than before. */
export function ReasonForMore({ value, onChange }: ReasonProps) {
  const { t } = useTexts();
  return (
    <Field label={t("reason.label")} help={t("disclosure.wider.help")}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
