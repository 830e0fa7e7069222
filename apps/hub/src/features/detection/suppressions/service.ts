// SPDX-License-Identifier: Apache-2.0
/** Suppressions: what keeps alerts silent, why and until when; and what one would have silenced. */
import {
  FengsuiError,
  type NewSuppression,
  type SuppressionPreviewRequest,
  type Suppression as Wire,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { EventStore } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, ruleIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { audited, personPrincipal, type ReadTx, type Records } from "../../../platform/records/index.ts";
import { findRule } from "../rules/records.ts";
import { type Preview, previewSuppression } from "./preview.ts";
import * as store from "./records.ts";

export interface SuppressionsParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly clock: Clock;
}

export class Suppressions {
  readonly #parts: SuppressionsParts;

  constructor(parts: SuppressionsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<Wire[]> {
    const found = await this.#parts.records.read(personPrincipal(person), store.listSuppressions);
    return found.map(toWire);
  }

  /** It silences what comes from now on; alerts that are there stay. */
  async create(signedIn: SignedIn, wanted: NewSuppression): Promise<Wire> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "analyst");
    const expiresAt = new Date(wanted.expiresAt);
    if (expiresAt <= this.#parts.clock.now())
      throw new FengsuiError("http.invalid", "expiresAt: is not in the future");
    const id = newId<"suppression">(this.#parts.clock);
    const ruleId = wanted.ruleId === null ? null : ruleIdOf(wanted.ruleId);
    const { conditions, reason } = wanted;
    const createdBy = signedIn.person.id;
    const detail = { ruleId, conditions, reason, expiresAt: wanted.expiresAt };
    const subject = { kind: "suppression", id };
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      if (ruleId !== null) await requireRule(tx, ruleId);
      await audited(tx, { action: "suppression.create", subject, organisationId, detail }, async (write) => {
        await store.insertSuppression(write, {
          id,
          organisationId,
          ruleId,
          conditions,
          reason,
          expiresAt,
          createdBy,
        });
        await tell(write, [{ topic: "suppression.changed", organisationId, ids: [id] }]);
      });
      return toWire(await requireSuppression(tx, id));
    });
  }

  async end(signedIn: SignedIn, id: Id<"suppression">): Promise<void> {
    const personId = signedIn.person.id;
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisationId, endedAt } = await requireSuppression(tx, id);
      if (endedAt !== null) throw new FengsuiError("suppression.not_found", "it was ended before");
      requireRole(signedIn, organisationId, "analyst");
      const entry = { action: "suppression.end", subject: { kind: "suppression", id }, organisationId };
      await audited(tx, entry, async (write) => {
        const change = { ended_at: tx.now, ended_by: personId };
        await write.updateTable("suppressions").set(change).where("id", "=", id).execute();
        await tell(write, [{ topic: "suppression.changed", organisationId, ids: [id] }]);
      });
    });
  }

  async preview(signedIn: SignedIn, wanted: SuppressionPreviewRequest): Promise<Preview> {
    requireRole(signedIn, wanted.organisationId, "analyst");
    const to = this.#parts.clock.now();
    return await previewSuppression(this.#parts, {
      person: signedIn.person,
      organisationId: organisationIdOf(wanted.organisationId),
      ruleId: wanted.ruleId === null ? null : ruleIdOf(wanted.ruleId),
      conditions: wanted.conditions,
      from: new Date(to.getTime() - wanted.days * DAY_MS),
      to,
    });
  }
}

const DAY_MS = 24 * 60 * 60_000;

async function requireRule(tx: ReadTx, id: Id<"rule">): Promise<void> {
  if ((await findRule(tx, id)) === undefined)
    throw new FengsuiError("rule.not_found", `no rule has the id ${id}`);
}

async function requireSuppression(tx: ReadTx, id: Id<"suppression">): Promise<store.StoredSuppression> {
  const found = await store.findSuppression(tx, id);
  if (found === undefined) throw new FengsuiError("suppression.not_found", `no suppression has the id ${id}`);
  return found;
}

function toWire({ expiresAt, createdAt, endedAt, conditions, ...rest }: store.StoredSuppression): Wire {
  return {
    ...rest,
    conditions: [...conditions],
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
