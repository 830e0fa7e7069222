// SPDX-License-Identifier: Apache-2.0
/** What was noted in a case, and a new note; one's own can be written anew. Drafts survive a reload. */
import type { CASE_NOTE } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { inputTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useDraft } from "../../parts/use-draft.ts";
import { CASES_KEY, caseNotesQuery, noteVersionsQuery } from "./queries.ts";

type Note = z.infer<typeof CASE_NOTE>;

interface NotesProps {
  readonly id: string;
  readonly mayWork: boolean;
}

export function CaseNotes({ id, mayWork }: NotesProps) {
  const { t } = useTexts();
  const { data, error } = useQuery(caseNotesQuery(id));
  return (
    <section aria-label={t("case.notes")}>
      {mayWork && <NewNote id={id} />}
      {error !== null && <ProblemNotice error={error} />}
      {data?.length === 0 && <p className="quiet">{t("case.notes.none")}</p>}
      <ul className="comments">
        {data?.map((note) => (
          <NoteItem key={note.id} note={note} mayChange={mayWork && note.caseId === id} />
        ))}
      </ul>
    </section>
  );
}

function NewNote({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const act = useAct([CASES_KEY]);
  const [text, setText] = useDraft(`case.note.${id}`);
  const [at, setAt] = useState("");
  const done = () => {
    setText("");
    setAt("");
  };
  return (
    <NoteForm
      text={text}
      onText={setText}
      at={at}
      onAt={setAt}
      label={t("case.note.add")}
      isBusy={act.isPending}
      error={act.error}
      onSend={() =>
        act.mutate(() => hub.cases.notes.add(id, { text: text.trim(), occurredAt: timeOf(at) }).then(done))
      }
    />
  );
}

function timeOf(at: string): string | null {
  return at === "" ? null : new Date(at).toISOString();
}

interface NoteFormProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** When it happened; empty: when it was written. */
  readonly at: string;
  readonly onAt: (at: string) => void;
  readonly label: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSend: () => void;
  readonly onCancel?: () => void;
}

function NoteForm({ text, onText, at, onAt, label, isBusy, error, onSend, onCancel }: NoteFormProps) {
  const { t } = useTexts();
  return (
    <div className="acts">
      <Input.TextArea
        aria-label={label}
        placeholder={t("alert.comment.hint")}
        autoSize={{ minRows: 2, maxRows: 12 }}
        value={text}
        onChange={({ target }) => onText(target.value)}
      />
      {(text.trim() !== "" || onCancel !== undefined) && (
        <>
          <Field label={t("case.note.occurredAt")}>
            {(ids) => (
              <Input
                {...ids}
                type="datetime-local"
                value={at}
                onChange={({ target }) => onAt(target.value)}
              />
            )}
          </Field>
          <div className="act-row">
            <Button disabled={text.trim() === ""} loading={isBusy} onClick={onSend}>
              {label}
            </Button>
            {onCancel !== undefined && (
              <Button type="text" onClick={onCancel}>
                {t("action.cancel")}
              </Button>
            )}
          </div>
        </>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </div>
  );
}

function NoteItem({ note, mayChange }: { readonly note: Note; readonly mayChange: boolean }) {
  const { t } = useTexts();
  const me = useSession().person.id;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li>
      <strong>
        <PersonName id={note.personId} />
      </strong>{" "}
      <span className="quiet">
        <TimeAgo at={note.createdAt} />
        {note.occurredAt !== null && (
          <>
            {" "}
            · {t("case.note.about")} <TimeAgo at={note.occurredAt} />
          </>
        )}
        {note.version > 1 && ` · ${t("case.note.version", { version: note.version })}`}
      </span>
      {isOpen ? (
        <ChangeNote note={note} onDone={() => setIsOpen(false)} />
      ) : (
        <>
          <p>{note.text}</p>
          {note.version > 1 && <Before note={note} />}
          {mayChange && note.personId === me && (
            <button type="button" className="link" onClick={() => setIsOpen(true)}>
              {t("case.note.change")}
            </button>
          )}
        </>
      )}
    </li>
  );
}

/** Nothing that was noted is lost by writing it anew. */
function Before({ note }: { readonly note: Note }) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useQuery({ ...noteVersionsQuery(note.caseId, note.id), enabled: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="quiet">{t("case.note.before")}</summary>
      {error !== null && <ProblemNotice error={error} />}
      <ol className="comments">
        {data
          ?.filter(({ version }) => version < note.version)
          .map(({ version, text, changedAt }) => (
            <li key={version}>
              <span className="quiet">
                {t("case.note.version", { version })} · <TimeAgo at={changedAt} />
              </span>
              <p>{text}</p>
            </li>
          ))}
      </ol>
    </details>
  );
}

function ChangeNote({ note, onDone }: { readonly note: Note; readonly onDone: () => void }) {
  const { t } = useTexts();
  const act = useAct([CASES_KEY]);
  const [text, setText] = useState(note.text);
  const [at, setAt] = useState(inputTime(note.occurredAt));
  const { version } = note;
  return (
    <NoteForm
      text={text}
      onText={setText}
      at={at}
      onAt={setAt}
      label={t("action.save")}
      isBusy={act.isPending}
      error={act.error}
      onCancel={onDone}
      onSend={() =>
        act.mutate(async () => {
          const occurredAt = timeOf(at);
          await hub.cases.notes.change(note.caseId, note.id, { text: text.trim(), version, occurredAt });
          onDone();
        })
      }
    />
  );
}
