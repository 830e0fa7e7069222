// SPDX-License-Identifier: Apache-2.0
/** One publication: what it says, its markings, its exports, and what its author or its organisation can do with it. */
import type { PublicationDetail, Sharing } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useIsAtLeast } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Fact } from "../../parts/fact.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../parts/panel.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { PapChip, TlpChip } from "../../parts/tlp.tsx";
import { useAct } from "../../parts/use-act.ts";
import { PreviewOutcome, useShareText } from "../disclosure/preview-outcome.tsx";
import { previewQuery } from "../disclosure/queries.ts";
import { DisclosureActs, RecallDialog, WhoSeesDialog } from "../disclosure/who-sees.tsx";
import { PublicationForm } from "./publication-form.tsx";
import { PUBLICATION_CHANGES, publicationQuery } from "./queries.ts";

export function PublicationPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { publicationId } = useParams({ from: "/inside/publications/$publicationId" });
  const { data, error, refetch } = useQuery(publicationQuery(publicationId));
  return (
    <div className="page alone">
      <Panel
        label={t("publications.one")}
        head={t("publications.one")}
        onClose={() => void navigate({ to: "/publications", search: {} })}
      >
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <PanelSkeleton />}
        {data !== undefined && <Body detail={data} />}
      </Panel>
    </div>
  );
}

function Body({ detail }: { readonly detail: PublicationDetail }) {
  const { t } = useTexts();
  const { publication: one } = detail;
  return (
    <>
      <h2 className="panel-title">{one.title}</h2>
      <p>
        <Severity level={one.severity} /> {one.marking !== null && <TlpChip marking={one.marking} />}{" "}
        {one.pap !== null && <PapChip pap={one.pap} />}
      </p>
      <dl className="facts">
        <Fact name={t("organisation.label")}>
          <OrganisationName id={one.organisationId} />
        </Fact>
        <Fact name={t("publications.published")}>
          {one.publishedAt === null ? t("publications.state.draft") : <TimeAgo at={one.publishedAt} />}
        </Fact>
        {one.techniques.length > 0 && <Fact name="ATT&CK">{one.techniques.join(", ")}</Fact>}
      </dl>
      {one.text !== "" && <p className="said">{one.text}</p>}
      {one.observables.length > 0 && (
        <table className="fields">
          <tbody>
            {one.observables.map(({ type, value }) => (
              <tr key={`${type} ${value}`}>
                <th scope="row">{type}</th>
                <td>
                  <code>{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Acts detail={detail} />
    </>
  );
}

type Shown = "nothing" | "edit" | "publish" | "who" | "recall";

function Acts({ detail }: { readonly detail: PublicationDetail }) {
  const { t } = useTexts();
  const { publication: one, own } = detail;
  const [shown, setShown] = useState<Shown>("nothing");
  const isResponder = useIsAtLeast("responder", one.organisationId);
  const isManager = useIsAtLeast("manager", one.organisationId);
  const close = () => setShown("nothing");
  const isDraft = one.state === "draft" && own !== null;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <div className="act-row">
        {isDraft && isResponder && (
          <Button type="primary" onClick={() => setShown("publish")}>
            {t("publications.publish")}
          </Button>
        )}
        {isDraft && <Button onClick={() => setShown("edit")}>{t("case.edit")}</Button>}
        {one.state === "published" && (
          <DisclosureActs
            isShared
            mayRecall={isResponder}
            maySeeWho={isManager}
            onWho={() => setShown("who")}
            onRecall={() => setShown("recall")}
          />
        )}
        <a href={hub.publications.exportAddress(one.id, "json")} download>
          {t("publications.export.json")}
        </a>
        <a href={hub.publications.exportAddress(one.id, "markdown")} download>
          {t("publications.export.markdown")}
        </a>
      </div>
      {shown === "edit" && own !== null && <PublicationForm detail={detail} onClose={close} onDone={close} />}
      {shown === "publish" && own !== null && (
        <PublishDialog detail={detail} sharing={own.sharing} onClose={close} />
      )}
      {shown === "who" && (
        <WhoSeesDialog
          subject={{ kind: "publication", id: one.id }}
          owner={one.organisationId}
          onClose={close}
        />
      )}
      {shown === "recall" && (
        <RecallDialog
          id={one.id}
          changes={PUBLICATION_CHANGES}
          onRecall={(reason) => hub.publications.recall(one.id, reason)}
          onClose={close}
        />
      )}
    </section>
  );
}

interface PublishProps {
  readonly detail: PublicationDetail;
  readonly sharing: Sharing;
  readonly onClose: () => void;
}

function PublishDialog({ detail: { publication: one }, sharing, onClose }: PublishProps) {
  const { t } = useTexts();
  const act = useAct(PUBLICATION_CHANGES);
  const { data, error } = useQuery(previewQuery({ organisationId: one.organisationId }, sharing));
  const shareText = useShareText(data);
  return (
    <Dialog title={t("publications.publish")} isWide onClose={onClose}>
      <p>{t("publications.publish.says")}</p>
      {error !== null && <ProblemNotice error={error} />}
      {data !== undefined && <PreviewOutcome preview={data} />}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button
          type="primary"
          disabled={data === undefined}
          loading={act.isPending}
          onClick={() => act.mutate(() => hub.publications.publish(one.id, data?.fingerprint).then(onClose))}
        >
          {shareText}
        </Button>
      </div>
    </Dialog>
  );
}
