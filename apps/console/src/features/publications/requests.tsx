// SPDX-License-Identifier: Apache-2.0
/** Publishing on behalf of others: who asks, who takes it on, and the source's consent to exactly what is published. */
import type { ConsentQuestion, PublicationRequest } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useFirstOrganisationAs } from "../../app/organisation-choice.ts";
import {
  organisationsQuery,
  useIsAtLeast,
  useOrganisationName,
  useOrganisationsAs,
  useSession,
} from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Card } from "../../parts/card.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { TlpChip } from "../../parts/tlp.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useDraft } from "../../parts/use-draft.ts";
import { PublicationForm } from "./publication-form.tsx";
import { PUBLICATION_CHANGES, questionQuery, requestsQuery } from "./queries.ts";

const STATE_TEXT = {
  asked: "publications.request.asked",
  drafting: "publications.request.drafting",
  submitted: "publications.request.submitted",
  consented: "publications.request.consented",
  refused: "publications.request.refused",
  published: "publications.request.published",
} as const;

export function RequestList() {
  const { t } = useTexts();
  const isAnalyst = useOrganisationsAs("analyst").length > 0;
  const { data, error } = useQuery({ ...requestsQuery, enabled: isAnalyst });
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <Card title={t("publications.requests")}>
      <p className="quiet">{t("publications.requests.says")}</p>
      <ul className="records">
        {data.map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </Card>
  );
}

type Shown = "nothing" | "draft" | "consent" | "refuse";

function Request({ request }: { readonly request: PublicationRequest }) {
  const { t } = useTexts();
  const act = useAct(PUBLICATION_CHANGES);
  const [shown, setShown] = useState<Shown>("nothing");
  const source = useOrganisationName(request.sourceId) ?? "–";
  const publisher = useOrganisationName(request.publisherId) ?? "–";
  const close = () => setShown("nothing");
  return (
    <li>
      <strong>{t("publications.request.of", { source, publisher })}</strong> · {t(STATE_TEXT[request.state])}{" "}
      · <TimeAgo at={request.createdAt} />
      {request.note !== "" && <p className="said">{request.note}</p>}
      {request.answer !== null && <p className="said">{request.answer}</p>}
      <div className="act-row">
        <PublisherActs request={request} act={(work) => act.mutate(work)} onDraft={() => setShown("draft")} />
        <SourceActs request={request} onShow={setShown} />
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
      {shown === "draft" && (
        <PublicationForm
          of={{ requestId: request.id }}
          organisationId={request.publisherId}
          onClose={close}
          onDone={close}
        />
      )}
      {shown === "consent" && <ConsentDialog id={request.id} onClose={close} />}
      {shown === "refuse" && <RefuseDialog id={request.id} onClose={close} />}
    </li>
  );
}

interface PublisherActsProps {
  readonly request: PublicationRequest;
  readonly act: (work: () => Promise<unknown>) => void;
  readonly onDraft: () => void;
}

function PublisherActs({ request, act, onDraft }: PublisherActsProps) {
  const { t } = useTexts();
  const me = useSession().person.id;
  const isResponder = useIsAtLeast("responder", request.publisherId);
  const { id, state, publicationId, handlerId } = request;
  const { requests } = hub.publications;
  if (handlerId === null && isResponder)
    return <Button onClick={() => act(() => requests.take(id))}>{t("publications.request.take")}</Button>;
  if (handlerId !== me) return null;
  if (publicationId === null) return <Button onClick={onDraft}>{t("publications.request.draft")}</Button>;
  return (
    <>
      <Link to="/publications/$publicationId" params={{ publicationId }} search={{}}>
        {t("publications.one")}
      </Link>
      {(state === "drafting" || state === "refused") && (
        <Button onClick={() => act(() => requests.submit(id))}>{t("publications.request.submit")}</Button>
      )}
    </>
  );
}

interface SourceActsProps {
  readonly request: PublicationRequest;
  readonly onShow: (shown: Shown) => void;
}

function SourceActs({ request: { sourceId, state }, onShow }: SourceActsProps) {
  const { t } = useTexts();
  const isSource = useIsAtLeast("manager", sourceId);
  if (!isSource || (state !== "submitted" && state !== "consented")) return null;
  return (
    <>
      {state === "submitted" && (
        <Button type="primary" onClick={() => onShow("consent")}>
          {t("publications.consent")}
        </Button>
      )}
      <Button onClick={() => onShow("refuse")}>{t("publications.refuse")}</Button>
    </>
  );
}

interface DialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

function ConsentDialog({ id, onClose }: DialogProps) {
  const { t } = useTexts();
  const { data, error } = useQuery(questionQuery(id));
  return (
    <Dialog title={t("publications.consent")} isWide onClose={onClose}>
      {error !== null && <ProblemNotice error={error} />}
      {data !== undefined && <ConsentForm question={data} id={id} onClose={onClose} />}
    </Dialog>
  );
}

function ConsentForm({ question, id, onClose }: DialogProps & { readonly question: ConsentQuestion }) {
  const { t } = useTexts();
  const act = useAct(PUBLICATION_CHANGES);
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const { publication, version, sharing, findings } = question;
  if (publication === null || version === null) return null;
  const found = [...new Map(findings.map((one) => [one.found, one])).values()];
  const toggle = (word: string, isOn: boolean) =>
    setAccepted(isOn ? [...accepted, word] : accepted.filter((one) => one !== word));
  const consent = () =>
    hub.publications.requests.consent(id, { version, accepted: [...accepted] }).then(onClose);
  return (
    <div className="acts">
      <p>{t("publications.consent.says")}</p>
      <h3>
        <Severity level={publication.severity} /> {publication.title}{" "}
        {sharing?.marking && <TlpChip marking={sharing.marking} />}
      </h3>
      {publication.techniques.length > 0 && (
        <p>
          {t("publications.techniques")}: {publication.techniques.join(", ")}
        </p>
      )}
      <p className="said">{publication.text}</p>
      {publication.observables.length > 0 && (
        <p className="said">{publication.observables.map(({ value }) => value).join("\n")}</p>
      )}
      <h3>{t("publications.findings")}</h3>
      {found.length === 0 && <p className="quiet">{t("publications.findings.none")}</p>}
      {found.map((one) => (
        <p key={one.found}>
          <Checkbox
            checked={accepted.includes(one.found)}
            onChange={({ target }) => toggle(one.found, target.checked)}
          >
            {t("publications.findings.accept", { found: one.found, around: one.around })}
          </Checkbox>
        </p>
      ))}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button
          type="primary"
          disabled={accepted.length < found.length}
          loading={act.isPending}
          onClick={() => act.mutate(consent)}
        >
          {t("publications.consent.act")}
        </Button>
      </div>
    </div>
  );
}

function RefuseDialog({ id, onClose }: DialogProps) {
  const { t } = useTexts();
  const act = useAct(PUBLICATION_CHANGES);
  return (
    <Dialog title={t("publications.refuse")} onClose={onClose}>
      <ReasonForm
        name={`publication.refuse.${id}`}
        says={<p>{t("publications.refuse.says")}</p>}
        label={t("reason.label")}
        act={t("publications.refuse")}
        isBusy={act.isPending}
        error={act.error}
        onSend={(reason, forget) =>
          act.mutate(() =>
            hub.publications.requests.refuse(id, reason).then(() => {
              forget();
              onClose();
            }),
          )
        }
      />
    </Dialog>
  );
}

export function AskForPublication({ onClose }: Pick<DialogProps, "onClose">) {
  const { t } = useTexts();
  const act = useAct(PUBLICATION_CHANGES);
  const own = useOrganisationsAs("manager");
  const first = useFirstOrganisationAs("manager");
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [sourceId, setSource] = useState(first);
  const [publisherId, setPublisher] = useState("");
  const [note, setNote] = useDraft("publication.ask");
  const ask = async () => {
    await hub.publications.requests.ask({ sourceId, publisherId, note: note.trim() });
    setNote("");
    onClose();
  };
  return (
    <Dialog title={t("publications.ask")} isWide onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(ask);
        }}
      >
        <p>{t("publications.ask.says")}</p>
        {own.length > 1 && (
          <Field label={t("publications.source")}>
            {(ids) => (
              <OrganisationSelect ids={ids} organisations={own} value={sourceId} onChange={setSource} />
            )}
          </Field>
        )}
        <Field label={t("publications.publisher")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations.filter(({ id }) => id !== sourceId)}
              value={publisherId}
              onChange={setPublisher}
            />
          )}
        </Field>
        <Field label={t("publications.note")} help={t("draft.kept")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              maxLength={20_000}
              autoSize={{ minRows: 3, maxRows: 10 }}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        {act.error !== null && <ProblemNotice error={act.error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={publisherId === ""} loading={act.isPending}>
            {t("publications.ask.act")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
