// SPDX-License-Identifier: Apache-2.0
/**
 * On whose behalf: a member asks an organisation to publish for it, or is asked for its consent to what tells of a case of
 * its own. Its managers decide about exactly what is published. What of theirs stands in it is found for them alone: told
 * to the publisher, it would be a way to ask what is theirs.
 */
import {
  type Consent,
  type ConsentQuestion,
  FengsuiError,
  type Finding,
  type NewPublicationRequest,
  type PublicationRequest,
} from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { caseIdOf, organisationIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import type { Id } from "../../platform/ids.ts";
import { violates } from "../../platform/records/failures.ts";
import { audited, personPrincipal, type ReadTx } from "../../platform/records/index.ts";
import * as store from "./records.ts";
import { findTerms } from "./rules.ts";
import { type PublicationParts, sharedWith } from "./service.ts";
import { redSource, requestNotFound, toPublication, toRequest } from "./view.ts";

type RequestId = Id<"publication-request">;

export class PublicationRequests {
  readonly #parts: PublicationParts;

  constructor(parts: PublicationParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<{ requests: PublicationRequest[] }> {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => ({
      requests: (await store.listRequests(tx)).map(toRequest),
    }));
  }

  /** As a manager of the source. */
  async ask(signedIn: SignedIn, wanted: NewPublicationRequest): Promise<PublicationRequest> {
    const organisationId = organisationIdOf(wanted.sourceId);
    requireRole(signedIn, organisationId, "manager");
    const id = store.randomId<"publication-request">();
    const subject = { kind: "publication_request", id };
    const entry = {
      action: "publication.ask",
      subject,
      organisationId,
      detail: { publisherId: wanted.publisherId },
    };
    const caseId = wanted.caseId === null ? null : caseIdOf(wanted.caseId);
    const asked = {
      id,
      organisation_id: organisationId,
      publisher_id: organisationIdOf(wanted.publisherId),
      case_id: caseId,
      asked_by: "source",
      note: wanted.note,
      state: "asked",
      created_by: signedIn.person.id,
    } as const;
    try {
      return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
        const source = caseId === null ? undefined : await store.sourceOfCase(tx, caseId);
        if (source?.marking === "red") throw redSource();
        await audited(tx, entry, (write) => store.insertRequest(write, { ...asked, created_at: tx.now }));
        return toRequest(await requireRequest(tx, id));
      });
    } catch (error) {
      if (violates(error, "publication_requests_publisher_id_fkey"))
        throw new FengsuiError("organisation.not_found", "there is no such organisation", { cause: error });
      throw error;
    }
  }

  /** As a responder of the publisher: from then on nobody else there sees it. */
  async take(signedIn: SignedIn, id: RequestId): Promise<PublicationRequest> {
    return await this.#act(signedIn, id, "publisher", "publication_request.take", async (row) => {
      requireRole(signedIn, row.publisher_id, "responder");
      if (row.handler_id !== null) throw wrongState(row);
      return { handler_id: signedIn.person.id };
    });
  }

  /** The draft is ready to be consented to. */
  async submit(signedIn: SignedIn, id: RequestId): Promise<PublicationRequest> {
    return await this.#act(signedIn, id, "publisher", "publication_request.submit", async (row) => {
      if (row.handler_id !== signedIn.person.id) throw requestNotFound(id);
      if (row.publication_id === null || (row.state !== "drafting" && row.state !== "refused"))
        throw wrongState(row);
      return { state: "submitted" };
    });
  }

  async question(signedIn: SignedIn, id: RequestId): Promise<ConsentQuestion> {
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) => {
      const row = await requireRequest(tx, id);
      requireRole(signedIn, row.organisation_id, "manager");
      return await questionOf(tx, row);
    });
  }

  async consent(
    signedIn: SignedIn,
    id: RequestId,
    { version, accepted }: Consent,
  ): Promise<PublicationRequest> {
    return await this.#act(signedIn, id, "source", "publication.consent", async (row, tx) => {
      requireRole(signedIn, row.organisation_id, "manager");
      if (row.state !== "submitted") throw wrongState(row);
      const question = await questionOf(tx, row);
      if (question.version !== version)
        throw new FengsuiError(
          "publication.changed_meanwhile",
          `the draft is at version ${question.version}`,
        );
      const open = question.findings.filter(({ found }) => !accepted.includes(found));
      if (open.length > 0) throw findingsOpen(open);
      const decided = { decided_by: signedIn.person.id, decided_at: tx.now, answer: null };
      return { ...decided, state: "consented", consented_version: version, accepted: [...accepted] };
    });
  }

  async refuse(signedIn: SignedIn, id: RequestId, reason: string): Promise<PublicationRequest> {
    return await this.#act(signedIn, id, "source", "publication.refuse", async (row, tx) => {
      requireRole(signedIn, row.organisation_id, "manager");
      if (row.state !== "submitted" && row.state !== "consented") throw wrongState(row);
      const decided = { decided_by: signedIn.person.id, decided_at: tx.now, answer: reason };
      return { ...decided, state: "refused", consented_version: null };
    });
  }

  /** The entry is in the audit record of the side that acts, and names the other to nobody who may not know it. */
  async #act(
    signedIn: SignedIn,
    id: RequestId,
    side: "source" | "publisher",
    action: string,
    decide: (row: store.RequestRow, tx: ReadTx) => Promise<Parameters<typeof store.updateRequest>[2]>,
  ): Promise<PublicationRequest> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const row = await requireRequest(tx, id);
      const organisationId = side === "source" ? row.organisation_id : row.publisher_id;
      const change = await decide(row, tx);
      const entry = { action, subject: { kind: "publication_request", id }, organisationId };
      await audited(tx, entry, async (write) => {
        if ((await store.updateRequest(write, id, change)) === 0n) throw requestNotFound(id);
      });
      return toRequest(await requireRequest(tx, id));
    });
  }
}

async function requireRequest(tx: ReadTx, id: RequestId): Promise<store.RequestRow> {
  const row = await store.findRequest(tx, id);
  if (row === undefined) throw requestNotFound(id);
  return row;
}

async function questionOf(tx: ReadTx, row: store.RequestRow): Promise<ConsentQuestion> {
  const found = row.publication_id === null ? undefined : await store.findPublication(tx, row.publication_id);
  const publication = found && toPublication(found);
  return {
    request: toRequest(row),
    publication: publication ?? null,
    version: found?.version ?? null,
    sharing: found === undefined ? null : sharedWith(found),
    findings:
      publication === undefined ? [] : findTerms(publication, await store.termsOf(tx, row.organisation_id)),
  };
}

function findingsOpen(open: readonly Finding[]): FengsuiError {
  const named = open.slice(0, 10).map(({ found }) => `“${found}”`);
  return new FengsuiError("publication.findings_open", `it says ${named.join(", ")}`);
}

function wrongState({ state }: store.RequestRow): FengsuiError {
  return new FengsuiError("publication.wrong_state", `the request is ${state}`);
}
