// SPDX-License-Identifier: Apache-2.0
/** Publications: written as a draft that its author alone sees, published as they stand, and recalled. */
import {
  FengsuiError,
  type NewPublication,
  type Publication,
  type PublicationChange,
  type PublicationDetail,
  type PublicationQuery,
  SHARING,
} from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { caseIdOf, organisationIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import { type Id, parseId } from "../../platform/ids.ts";
import { tell } from "../../platform/live/index.ts";
import { violates } from "../../platform/records/failures.ts";
import {
  audited,
  ensureAudience,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
  type Writer,
} from "../../platform/records/index.ts";
import {
  ensureShared,
  recall,
  requireAsPreviewed,
  requireSeesNamed,
  toSharedWith,
} from "../disclosure/index.ts";
import * as store from "./records.ts";
import { roundedTime } from "./rules.ts";
import { notFound, redSource, requestNotFound, toPublication } from "./view.ts";

export interface PublicationParts {
  readonly records: Records;
  readonly clock: Clock;
}

type PublicationId = Id<"publication">;

export class Publications {
  readonly #parts: PublicationParts;

  constructor(parts: PublicationParts) {
    this.#parts = parts;
  }

  async list(
    signedIn: SignedIn,
    { after, organisationId, from, to, ...query }: PublicationQuery,
  ): Promise<{ publications: Publication[]; next: string | null }> {
    const before = after === undefined ? undefined : readCursor<"publication">(after);
    const own = signedIn.organisations.map(({ id }) => id);
    const of = organisationId === undefined ? undefined : organisationIdOf(organisationId);
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) => {
      const rows = await store.listPublications(tx, {
        ...query,
        own,
        organisationId: of,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        before,
      });
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const next =
        last === undefined ? null : writeCursor({ time: last.published_at ?? store.DRAFTS, id: last.id });
      return { publications: rows.map(toPublication), next };
    });
  }

  async get(signedIn: SignedIn, id: PublicationId): Promise<PublicationDetail> {
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) =>
      toDetail(signedIn, await requireOne(tx, id)),
    );
  }

  async create(signedIn: SignedIn, wanted: NewPublication): Promise<PublicationDetail> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "analyst");
    requireSeesNamed(signedIn.person);
    const id = store.randomId<"publication">();
    // Nothing of whose behalf it is: the whole organisation's managers read the audit log.
    const entry = { action: "publication.create", subject: { kind: "publication", id }, organisationId };
    const personId = signedIn.person.id;
    return await this.#write(signedIn, id, async (tx) => {
      await audited(tx, entry, async (write) => {
        const audience = { owner: organisationId, marking: "red", people: [personId] } as const;
        await store.insertPublication(write, {
          id,
          organisation_id: organisationId,
          audience_id: await ensureAudience(write, audience),
          marking: "red",
          author_id: personId,
          created_at: tx.now,
          changed_at: tx.now,
          ...contentOf(wanted),
        });
        await this.#link(tx, write, { signedIn, id, organisationId, wanted });
      });
    });
  }

  /** On whose behalf, where it is on somebody's. */
  async #link(
    tx: Tx,
    write: Writer,
    {
      signedIn,
      id,
      organisationId,
      wanted: { caseId, requestId },
    }: {
      signedIn: SignedIn;
      id: PublicationId;
      organisationId: OrganisationId;
      wanted: NewPublication;
    },
  ): Promise<void> {
    if (requestId !== undefined) {
      const of = parseId<"publication-request">(requestId);
      const request = of && (await store.findRequest(tx, of));
      if (request === undefined || request.publisher_id !== organisationId || request.publication_id !== null)
        throw requestNotFound(requestId);
      await store.updateRequest(write, request.id, { publication_id: id, state: "drafting" });
      return;
    }
    if (caseId === undefined) return;
    const source = await store.sourceOfCase(tx, caseIdOf(caseId));
    if (source === undefined) throw new FengsuiError("case.not_found", `no case has the id ${caseId}`);
    if (source.organisation_id === organisationId) return;
    if (source.marking === "red") throw redSource();
    await store.insertRequest(write, {
      id: store.randomId<"publication-request">(),
      organisation_id: source.organisation_id,
      publisher_id: organisationId,
      publication_id: id,
      case_id: source.id,
      asked_by: "publisher",
      note: "",
      handler_id: signedIn.person.id,
      state: "drafting",
      created_by: signedIn.person.id,
      created_at: tx.now,
    });
  }

  async change(
    signedIn: SignedIn,
    id: PublicationId,
    { version, ...wanted }: PublicationChange,
  ): Promise<PublicationDetail> {
    return await this.#act(signedIn, id, "publication.change", async ({ tx, write, row }) => {
      if (row.version !== version)
        throw new FengsuiError(
          "publication.changed_meanwhile",
          `it is at version ${row.version}, not ${version}`,
        );
      const values = { ...contentOf(wanted), version: version + 1, changed_at: tx.now };
      await store.updatePublication(write, id, values);
      const request = await store.requestFor(tx, id);
      if (request !== undefined)
        await store.updateRequest(write, request.id, { state: "drafting", consented_version: null });
    });
  }

  async publish(
    signedIn: SignedIn,
    id: PublicationId,
    { fingerprint }: { readonly fingerprint?: string | undefined },
  ): Promise<PublicationDetail> {
    return await this.#act(signedIn, id, "publication.publish", async ({ tx, write, row }) => {
      requireRole(signedIn, row.organisation_id, "responder");
      const sharing = SHARING.parse(row.sharing);
      if (sharing.marking === null)
        throw new FengsuiError(
          "publication.wrong_state",
          "it has no marking, and what has none is not shared",
        );
      const request = await store.requestFor(tx, id);
      if (
        request !== undefined &&
        (request.state !== "consented" || request.consented_version !== row.version)
      )
        throw new FengsuiError("publication.consent_needed", "the source has not consented to this version");
      const owner = row.organisation_id;
      const share = { ...sharing, ...(fingerprint !== undefined && { fingerprint }) };
      await requireAsPreviewed(tx, { owner, audienceId: null, share });
      const shared = await ensureShared(write, {
        organisationId: owner,
        person: signedIn.person,
        sharing,
      });
      await store.updatePublication(write, id, {
        audience_id: shared.audienceId,
        marking: shared.marking,
        state: "published",
        published_at: roundedTime(tx.now),
        changed_at: tx.now,
      });
      if (request !== undefined) await store.updateRequest(write, request.id, { state: "published" });
      return shared.audienceId;
    });
  }

  async recall(signedIn: SignedIn, id: PublicationId, reason: string): Promise<PublicationDetail> {
    const { clock } = this.#parts;
    return await this.#act(
      signedIn,
      id,
      "publication.recall",
      async ({ tx, write, row }) => {
        requireRole(signedIn, row.organisation_id, "responder");
        const act = { tx, write, signedIn, kind: "publication", row } as const;
        const { audienceId } = await recall(act, { reason, clock });
        const values = {
          audience_id: audienceId,
          marking: null,
          state: "recalled",
          changed_at: tx.now,
        } as const;
        await store.updatePublication(write, id, values);
      },
      "published",
    );
  }

  async #act(
    signedIn: SignedIn,
    id: PublicationId,
    action: string,
    work: (given: { tx: Tx; write: Writer; row: store.PublicationRow }) => Promise<unknown>,
    state: store.PublicationRow["state"] = "draft",
  ): Promise<PublicationDetail> {
    return await this.#write(signedIn, id, async (tx) => {
      const row = await requireOne(tx, id);
      const { organisation_id: organisationId } = row;
      requireRole(signedIn, organisationId, "analyst");
      if (row.state !== state) throw new FengsuiError("publication.wrong_state", `it is ${row.state}`);
      const entry = { action, subject: { kind: "publication", id }, organisationId };
      await audited(tx, entry, async (write) => {
        const reached = await work({ tx, write, row });
        const audienceIds = [row.audience_id, ...(typeof reached === "number" ? [reached] : [])];
        const news = { topic: "publication.changed" as const, organisationId, ids: [id] };
        await tell(
          write,
          audienceIds.map((audienceId) => ({ ...news, audienceId })),
        );
      });
    });
  }

  async #write(
    signedIn: SignedIn,
    id: PublicationId,
    work: (tx: Tx) => Promise<void>,
  ): Promise<PublicationDetail> {
    try {
      return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
        await work(tx);
        return toDetail(signedIn, await requireOne(tx, id));
      });
    } catch (error) {
      if (violates(error, "publications_consent"))
        throw new FengsuiError("publication.consent_needed", "the source has not consented to this version", {
          cause: error,
        });
      throw error;
    }
  }
}

function contentOf(wanted: Omit<PublicationChange, "version">): store.ContentValues {
  const { title, text, severity, techniques, observables, pap, sharing } = wanted;
  return {
    title,
    text,
    severity,
    techniques: [...new Set(techniques)],
    observables: JSON.stringify(observables),
    pap,
    sharing: JSON.stringify(sharing),
  };
}

export async function requireOne(tx: ReadTx, id: PublicationId): Promise<store.PublicationRow> {
  const row = await store.findPublication(tx, id);
  if (row === undefined) throw notFound(id);
  return row;
}

function toDetail({ organisations }: SignedIn, row: store.PublicationRow): PublicationDetail {
  const isOwn = organisations.some(({ id }) => id === row.organisation_id);
  return {
    publication: toPublication(row),
    own: isOwn ? { version: row.version, sharing: sharedWith(row) } : null,
  };
}

export function sharedWith(row: store.PublicationRow) {
  const { marking, organisationIds, sharingGroupId, personIds } = SHARING.parse(row.sharing);
  const shared = toSharedWith({
    marking,
    organisation_ids: organisationIds,
    sharing_group_id: sharingGroupId,
    person_ids: personIds,
  });
  if (shared === null) throw new TypeError("a sharing that is none");
  return shared;
}
