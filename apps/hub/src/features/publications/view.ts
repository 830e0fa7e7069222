// SPDX-License-Identifier: Apache-2.0
/** Publications and requests as they cross the API. Of a publication, nothing but what everybody may know who sees it. */
import {
  FengsuiError,
  PUBLICATION,
  type Publication,
  type PublicationRequest,
  SHARING,
} from "@fengsui/contract";
import type { PublicationRow, RequestRow } from "./records.ts";

const OBSERVABLES = PUBLICATION.shape.observables;

export function toPublication(row: PublicationRow): Publication {
  const { id, title, text, severity, techniques, pap, state } = row;
  return {
    id,
    organisationId: row.organisation_id,
    title,
    text,
    severity,
    techniques: [...techniques],
    observables: OBSERVABLES.parse(row.observables),
    // What a draft is marked with until it is published is its author's name.
    marking: state === "draft" ? SHARING.parse(row.sharing).marking : row.marking,
    pap,
    state,
    publishedAt: row.published_at?.toISOString() ?? null,
  };
}

export function toRequest(row: RequestRow): PublicationRequest {
  const { id, note, state, answer } = row;
  return {
    id,
    sourceId: row.organisation_id,
    publisherId: row.publisher_id,
    publicationId: row.publication_id,
    caseId: row.case_id,
    askedBy: row.asked_by,
    note,
    handlerId: row.handler_id,
    state,
    answer,
    createdAt: row.created_at.toISOString(),
  };
}

/** As a document of its own, with its markings at the head and at the foot. */
export function toMarkdown(publication: Publication, publisher: string): string {
  const { title, text, severity, techniques, observables, marking, pap, publishedAt } = publication;
  const marks = [marking && `TLP:${marking.toUpperCase()}`, pap && `PAP:${pap.toUpperCase()}`].filter(
    Boolean,
  );
  const head = [
    `# ${oneLine(title)}`,
    marks.join(" · "),
    `${oneLine(publisher)} · ${publishedAt ?? "draft"} · ${severity}`,
  ];
  const parts = [
    ...head,
    text,
    ...(techniques.length > 0 ? ["## ATT&CK", techniques.map((one) => `- ${one}`).join("\n")] : []),
    ...(observables.length > 0
      ? [
          "## Observables",
          observables
            .map(({ type, value }) => `- ${type}: \`${oneLine(value).replaceAll("`", "'")}\``)
            .join("\n"),
        ]
      : []),
    marks.join(" · "),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

export function notFound(id: string): FengsuiError {
  return new FengsuiError("publication.not_found", `no publication has the id ${id}`);
}

export function requestNotFound(id: string): FengsuiError {
  return new FengsuiError("publication.request_not_found", `no request has the id ${id}`);
}

/** Its other managers, who are asked for consent, would learn of a case that is for those whom it names. */
export function redSource(): FengsuiError {
  return new FengsuiError("publication.red_source", "caseId: the case is RED");
}
