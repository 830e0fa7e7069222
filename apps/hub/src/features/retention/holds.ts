// SPDX-License-Identifier: Apache-2.0
/** Legal holds for who orders them: what they name is kept from any deletion until they end or are released. */
import {
  FengsuiError,
  type HoldScope,
  type LegalHold,
  MAX_LEGAL_HOLDS,
  type NewLegalHold,
} from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { caseIdOf, organisationIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import { type Id, newId, parseId } from "../../platform/ids.ts";
import { audited, personPrincipal, type ReadTx, type Records } from "../../platform/records/index.ts";
import * as store from "./records.ts";

export interface LegalHoldsParts {
  readonly records: Records;
  readonly clock: Clock;
}

export class LegalHolds {
  readonly #parts: LegalHoldsParts;

  constructor(parts: LegalHoldsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, organisationId: string | undefined): Promise<{ holds: LegalHold[] }> {
    const of = organisationId === undefined ? undefined : organisationIdOf(organisationId);
    return await this.#parts.records.read(personPrincipal(person), async (tx) => ({
      holds: (await store.listHolds(tx, of, MAX_LEGAL_HOLDS)).map((row) => toHold(row, tx.now)),
    }));
  }

  async make(signedIn: SignedIn, wanted: NewLegalHold): Promise<LegalHold> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "administrator");
    const id = newId<"legal-hold">(this.#parts.clock);
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const until = wanted.until === null ? null : new Date(wanted.until);
      if (until !== null && until <= tx.now) throw invalid("it would have ended already");
      const scope = await requireScope(tx, organisationId, wanted.scope);
      const entry = {
        action: "legal_hold.make",
        subject: { kind: "legal_hold", id },
        organisationId,
        detail: { scope: wanted.scope, reason: wanted.reason, until: wanted.until },
      };
      await audited(tx, entry, (write) =>
        store.insertHold(write, {
          id,
          organisation_id: organisationId,
          ...scope,
          reason: wanted.reason,
          until_at: until,
          created_by: signedIn.person.id,
          created_at: tx.now,
        }),
      );
      return toHold(await requireHold(tx, id), tx.now);
    });
  }

  async release(signedIn: SignedIn, id: Id<"legal-hold">, reason: string): Promise<LegalHold> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId, released_at } = await requireHold(tx, id);
      requireRole(signedIn, organisationId, "administrator");
      if (released_at !== null) throw new FengsuiError("legal_hold.released", released_at.toISOString());
      const subject = { kind: "legal_hold", id };
      const entry = { action: "legal_hold.release", subject, organisationId, detail: { reason } };
      await audited(tx, entry, (write) =>
        store.releaseHold(write, id, { by: signedIn.person.id, at: tx.now, reason }),
      );
      return toHold(await requireHold(tx, id), tx.now);
    });
  }
}

function invalid(detail: string): FengsuiError {
  return new FengsuiError("legal_hold.invalid", detail);
}

async function requireHold(tx: ReadTx, id: Id<"legal-hold">): Promise<store.HoldRow> {
  const row = await store.findHold(tx, id);
  if (row === undefined) throw new FengsuiError("legal_hold.not_found", `no legal hold has the id ${id}`);
  return row;
}

const NOTHING_NAMED = { case_id: null, source_id: null, from_at: null, to_at: null } as const;

/** What is named is the organisation's own. */
async function requireScope({ read }: ReadTx, organisationId: string, scope: HoldScope) {
  if (scope.kind === "organisation") return NOTHING_NAMED;
  if (scope.kind === "case") {
    const case_id = caseIdOf(scope.caseId);
    const found = await read
      .selectFrom("cases")
      .select("organisation_id")
      .where("id", "=", case_id)
      .executeTakeFirst();
    if (found?.organisation_id !== organisationId) throw invalid("the case is not one of the organisation");
    return { ...NOTHING_NAMED, case_id };
  }
  const [from_at, to_at] = [new Date(scope.from), new Date(scope.to)];
  if (to_at <= from_at) throw invalid("the time ends before it begins");
  const source_id = parseId<"source">(scope.sourceId);
  if (source_id === undefined) throw invalid("the source is none");
  const found = await read
    .selectFrom("sources")
    .select("organisation_id")
    .where("id", "=", source_id)
    .executeTakeFirst();
  if (found?.organisation_id !== organisationId) throw invalid("the source is not one of the organisation");
  return { ...NOTHING_NAMED, source_id, from_at, to_at };
}

function scopeOf({ case_id, source_id, from_at, to_at }: store.HoldRow): HoldScope {
  if (case_id !== null) return { kind: "case", caseId: case_id };
  if (source_id === null || from_at === null || to_at === null) return { kind: "organisation" };
  return { kind: "source", sourceId: source_id, from: from_at.toISOString(), to: to_at.toISOString() };
}

function toHold(row: store.HoldRow, now: Date): LegalHold {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    scope: scopeOf(row),
    reason: row.reason,
    until: row.until_at?.toISOString() ?? null,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    releasedBy: row.released_by,
    releasedAt: row.released_at?.toISOString() ?? null,
    releaseReason: row.release_reason,
    isActive: row.released_at === null && (row.until_at === null || row.until_at > now),
  };
}
