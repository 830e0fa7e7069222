// SPDX-License-Identifier: Apache-2.0
/** The evidence of a case or an order: added, listed with size and hash, downloaded, and who had it in hands. */
import type { EvidenceOf } from "@fengsui/client";
import type { Evidence } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { formatBytes } from "../../parts/number.ts";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More, usePages } from "../../parts/pages.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useKeys } from "../../parts/use-keys.ts";
import { AddEvidence } from "./add-evidence.tsx";
import { PinnedEvent } from "./pinned-event.tsx";
import { CUSTODY_TEXT } from "./texts.ts";

interface PartProps {
  readonly of: EvidenceOf;
  readonly mayAdd: boolean;
  /** What is to be asked anew when something was added. */
  readonly changes: readonly string[];
  /** What became of a piece, where something is to become of it. */
  readonly stateOf?: (evidence: Evidence) => ReactNode;
}

export function EvidencePart({ of, mayAdd, changes, stateOf }: PartProps) {
  const { t } = useTexts();
  const [isRaw, setIsRaw] = useState(false);
  const toggleRaw = () => setIsRaw(!isRaw);
  useKeys({ r: toggleRaw });
  const pages = usePages({
    key: ["evidence", of.kind, of.id],
    read: (after, signal) => hub.evidence.list(of, after === undefined ? {} : { after }, signal),
  });
  const rows = pages.data?.pages.flatMap(({ evidence }) => evidence);
  return (
    <section aria-label={t("evidence.title")}>
      {mayAdd && <AddEvidence of={of} changes={changes} />}
      {pages.error !== null && <ProblemNotice error={pages.error} />}
      {rows?.length === 0 && <p className="quiet">{t("evidence.none")}</p>}
      <ul className="records">
        {rows?.map((evidence) => (
          <EvidenceItem
            key={evidence.id}
            evidence={evidence}
            state={stateOf?.(evidence)}
            isRaw={isRaw}
            onRaw={toggleRaw}
          />
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}

interface ItemProps {
  readonly evidence: Evidence;
  readonly state: ReactNode;
  readonly isRaw: boolean;
  readonly onRaw: () => void;
}

function EvidenceItem({ evidence, state, isRaw, onRaw }: ItemProps) {
  const { t, language } = useTexts();
  const { id, name, kind, byteCount, sha256, description, addedBy, createdAt } = evidence;
  const [isOpen, setIsOpen] = useState(false);
  const [isRead, setIsRead] = useState(false);
  return (
    <li>
      <div className="grow">
        <a href={hub.evidence.contentAddress(id)} download={name} title={t("evidence.download")}>
          {name}
        </a>{" "}
        <span className="quiet">
          {kind === "event" && `${t("evidence.event")} · `}
          {formatBytes(byteCount, language)}
        </span>
        {state !== undefined && <> · {state}</>}
        {description !== "" && <p className="said">{description}</p>}
        <p className="quiet">
          <PersonName id={addedBy} /> · <TimeAgo at={createdAt} />
        </p>
        <p className="quiet">
          SHA-256 <code>{sha256}</code>
        </p>
        {kind === "event" && (
          <>
            <button
              type="button"
              className="link"
              aria-expanded={isRead}
              title={t("evidence.read.help")}
              onClick={() => setIsRead(!isRead)}
            >
              {t("evidence.read")}
            </button>{" "}
          </>
        )}
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t("evidence.custody")}
        </button>
        {isRead && <PinnedEvent evidence={evidence} isRaw={isRaw} onRaw={onRaw} />}
        {isOpen && <Custody id={id} />}
      </div>
    </li>
  );
}

function Custody({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { data, error } = useQuery({
    queryKey: ["evidence", "custody", id],
    queryFn: async ({ signal }) => (await hub.evidence.custody(id, signal)).custody,
  });
  if (error !== null) return <ProblemNotice error={error} />;
  return (
    <ol className="timeline">
      {data?.map((one) => (
        <li key={one.id}>
          <TimeAgo at={one.at} />
          <div>
            <strong>
              {one.personId === null ? t("evidence.custody.somebody") : <PersonName id={one.personId} />}
            </strong>{" "}
            {t(CUSTODY_TEXT[one.action])}{" "}
            <span className="quiet">
              {one.organisationId === null ? (
                t("evidence.custody.hidden")
              ) : (
                <OrganisationName id={one.organisationId} />
              )}
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}
