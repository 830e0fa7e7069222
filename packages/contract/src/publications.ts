// SPDX-License-Identifier: Apache-2.0
/**
 * Publications: what an organisation tells others, in its own name, also on behalf of one that is not to be known. What
 * is here of a publication is all that anybody is told; on whose behalf it is stands in its request alone, for the source
 * and for who handles it.
 */
import { z } from "zod";
import { ALERT_LEVELS } from "./detection.ts";
import { givenPap, marking, pap, SHARED_WITH, SHARING } from "./marking.ts";
import { OBSERVABLE_KINDS } from "./observables.ts";

const time = z.iso.datetime();
const level = z.enum(ALERT_LEVELS);
const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(200).optional();
const next = z.string().nullable();

const OBSERVABLE = z.object({
  type: z.enum(OBSERVABLE_KINDS),
  value: z.string().trim().min(1).max(2000),
});
const TECHNIQUE = z.string().regex(/^T\d{4}(\.\d{3})?$/, { error: "is no technique such as T1059.001" });

const CONTENT = {
  title: z.string().trim().min(1).max(500),
  /** Markdown. */
  text: z.string().trim().max(50_000),
  severity: level,
  techniques: z.array(TECHNIQUE).max(100),
  observables: z.array(OBSERVABLE).max(1000),
};

export const PUBLICATION = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  ...CONTENT,
  title: z.string(),
  text: z.string(),
  marking: marking.nullable(),
  pap: pap.nullable(),
  state: z.enum(["draft", "published", "recalled"]),
  /** To the hour. */
  publishedAt: time.nullable(),
});
export type Publication = z.infer<typeof PUBLICATION>;
export const PUBLICATIONS = z.object({ publications: z.array(PUBLICATION), next });
export const PUBLICATION_DETAIL = z.object({
  publication: PUBLICATION,
  /** For people of the organisation that publishes it. */
  own: z
    .object({
      version: z.int(),
      /** With whom it is, or will be, shared. */
      sharing: SHARED_WITH,
    })
    .nullable(),
});
export type PublicationDetail = z.infer<typeof PUBLICATION_DETAIL>;
export const PUBLICATION_QUERY = z.object({
  organisationId: z.uuid().optional(),
  /** Of others than one's own organisations. */
  isReceived: z.stringbool().optional(),
  state: z.enum(["draft", "published", "recalled"]).optional(),
  marking: marking.optional(),
  text: z.string().max(200).optional(),
  /** By when it was published. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  after,
  limit,
});
export type PublicationQuery = z.output<typeof PUBLICATION_QUERY>;

export const NEW_PUBLICATION = z.object({
  organisationId: z.uuid(),
  ...CONTENT,
  text: CONTENT.text.default(""),
  techniques: CONTENT.techniques.default([]),
  observables: CONTENT.observables.default([]),
  pap: givenPap.nullable().default(null),
  sharing: SHARING,
  /** A case of another organisation that it tells of: it is published with their consent alone. */
  caseId: z.uuid().optional(),
  /** The request that asked for it. */
  requestId: z.uuid().optional(),
});
export type NewPublication = z.output<typeof NEW_PUBLICATION>;
/** Of a draft. What the source consented to, it is asked for anew. */
export const PUBLICATION_CHANGE = z.object({
  ...CONTENT,
  pap: givenPap.nullable(),
  sharing: SHARING,
  version: z.int(),
});
export type PublicationChange = z.output<typeof PUBLICATION_CHANGE>;
export const PUBLISHING = z.object({ fingerprint: z.string().max(100).optional() });

export const PUBLICATION_REQUEST = z.object({
  id: z.uuid(),
  /** The source. */
  sourceId: z.uuid(),
  publisherId: z.uuid(),
  publicationId: z.uuid().nullable(),
  caseId: z.uuid().nullable(),
  askedBy: z.enum(["source", "publisher"]),
  note: z.string(),
  handlerId: z.uuid().nullable(),
  state: z.enum(["asked", "drafting", "submitted", "consented", "refused", "published"]),
  /** Why it was refused. */
  answer: z.string().nullable(),
  createdAt: time,
});
export type PublicationRequest = z.infer<typeof PUBLICATION_REQUEST>;
export const PUBLICATION_REQUESTS = z.object({ requests: z.array(PUBLICATION_REQUEST) });
export const NEW_PUBLICATION_REQUEST = z
  .object({
    sourceId: z.uuid(),
    publisherId: z.uuid(),
    caseId: z.uuid().nullable().default(null),
    note: z.string().trim().max(20_000).default(""),
  })
  .refine(({ sourceId, publisherId }) => sourceId !== publisherId, {
    error: "is the organisation that asks",
    path: ["publisherId"],
  });
export type NewPublicationRequest = z.output<typeof NEW_PUBLICATION_REQUEST>;

/** What in a draft may tell whose it is. */
export const TERM_KINDS = ["organisation", "person", "system", "asset", "address"] as const;
export const FINDING = z.object({
  kind: z.enum(TERM_KINDS),
  /** As it stands in the draft. */
  found: z.string(),
  where: z.enum(["title", "text", "observables"]),
  around: z.string(),
});
export type Finding = z.infer<typeof FINDING>;
/** For managers of the source: what they are asked to consent to. */
export const CONSENT_QUESTION = z.object({
  request: PUBLICATION_REQUEST,
  publication: PUBLICATION.nullable(),
  version: z.int().nullable(),
  sharing: SHARED_WITH.nullable(),
  findings: z.array(FINDING),
});
export type ConsentQuestion = z.infer<typeof CONSENT_QUESTION>;
/** Of exactly this version, with exactly these words of the source in it. */
export const CONSENT = z.object({
  version: z.int(),
  accepted: z.array(z.string().max(500)).max(1000).default([]),
});
export type Consent = z.output<typeof CONSENT>;
export const CONSENT_REFUSAL = z.object({ reason: z.string().trim().min(1).max(20_000) });
