// SPDX-License-Identifier: Apache-2.0
/** Protected systems: what they are for, how they are graded, who answers for them and what protects them. */
import {
  FengsuiError,
  MEASURE,
  type NewSystem,
  RESPONSIBLE,
  type System,
  type SystemChange,
  type SystemQuery,
} from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { readNameCursor, writeNameCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, personIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  audited,
  ensureAudience,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
} from "../../../platform/records/index.ts";
import * as store from "./records.ts";

export interface SystemsParts {
  readonly records: Records;
  readonly clock: Clock;
}

export class Systems {
  readonly #parts: SystemsParts;

  constructor(parts: SystemsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, query: SystemQuery): Promise<{ systems: System[]; next: string | null }> {
    const { after, organisationId, ...rest } = query;
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listSystems(tx, {
        ...rest,
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        after: after === undefined ? undefined : readNameCursor<"system">(after),
      }),
    );
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    return { systems: rows.map(toSystem), next: last === undefined ? null : writeNameCursor(last) };
  }

  async get({ person }: SignedIn, id: Id<"system">): Promise<System> {
    return toSystem(await this.#parts.records.read(personPrincipal(person), (tx) => requireSystem(tx, id)));
  }

  async create(signedIn: SignedIn, wanted: NewSystem): Promise<System> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "manager");
    const id = newId<"system">(this.#parts.clock);
    const { organisationId: _, ...detail } = wanted;
    const entry = { action: "system.create", subject: { kind: "system", id }, organisationId, detail };
    return await this.#named(signedIn, async (tx) => {
      await requireKnown(tx, wanted);
      await audited(tx, entry, async (write) => {
        const audience_id = await ensureAudience(write, { owner: organisationId, marking: null });
        await store.insertSystems(write, [
          {
            ...systemValues(wanted),
            id,
            organisation_id: organisationId,
            audience_id,
            name: wanted.name,
            created_at: tx.now,
            changed_at: tx.now,
          },
        ]);
        await tell(write, [{ topic: "system.changed", organisationId, audienceId: audience_id, ids: [id] }]);
      });
      return toSystem(await requireSystem(tx, id));
    });
  }

  async change(
    signedIn: SignedIn,
    id: Id<"system">,
    { ifChangedAt, ...wanted }: SystemChange,
  ): Promise<System> {
    const { isRetired } = wanted;
    const known = ifChangedAt === undefined ? undefined : new Date(ifChangedAt);
    return await this.#named(signedIn, async (tx) => {
      const system = await requireSystem(tx, id);
      const { organisation_id: organisationId, audience_id: audienceId } = system;
      requireRole(signedIn, organisationId, "manager");
      if (isRetired === true && system.asset_count !== 0)
        throw new FengsuiError("system.in_use", `the system has ${system.asset_count} assets`);
      await requireKnown(tx, wanted);
      const subject = { kind: "system", id };
      const entry = { action: "system.change", subject, organisationId, detail: { ...wanted } };
      await audited(tx, entry, async (write) => {
        const values = {
          ...systemValues(wanted),
          ...(wanted.name !== undefined && { name: wanted.name }),
          ...(isRetired !== undefined && { retired_at: isRetired ? tx.now : null }),
          changed_at: tx.now,
        };
        if (!(await store.updateSystem(write, id, values, known)))
          throw new FengsuiError("system.changed_meanwhile", `it was changed after ${ifChangedAt}`);
        await tell(write, [{ topic: "system.changed", organisationId, audienceId, ids: [id] }]);
      });
      return toSystem(await requireSystem(tx, id));
    });
  }

  async #named<Result>({ person }: SignedIn, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.#parts.records.transaction(personPrincipal(person), work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new FengsuiError("system.name_taken", "the name is taken", { cause: error });
    }
  }
}

export async function requireSystem(tx: ReadTx, id: Id<"system">): Promise<store.SystemRow> {
  const row = await store.findSystem(tx, id);
  if (row === undefined) throw new FengsuiError("system.not_found", `no system has the id ${id}`);
  return row;
}

type Attributes = Pick<
  SystemChange,
  "purpose" | "level" | "isCritical" | "guardianId" | "responsible" | "measures"
>;

export function systemValues(wanted: Attributes) {
  const { purpose, level, isCritical, guardianId, responsible, measures } = wanted;
  return {
    ...(purpose !== undefined && { purpose }),
    ...(level !== undefined && { level }),
    ...(isCritical !== undefined && { is_critical: isCritical }),
    ...(guardianId !== undefined && {
      guardian_id: guardianId === null ? null : organisationIdOf(guardianId),
    }),
    ...(responsible !== undefined && { responsible: JSON.stringify(responsible) }),
    ...(measures !== undefined && { measures: JSON.stringify(measures) }),
  };
}

async function requireKnown(tx: ReadTx, { guardianId, responsible = [] }: Attributes): Promise<void> {
  if (typeof guardianId === "string" && !(await store.isOrganisation(tx, organisationIdOf(guardianId))))
    throw new FengsuiError("organisation.not_found", `no organisation has the id ${guardianId}`);
  const people = responsible.flatMap(({ personId }) => (personId === null ? [] : personIdOf(personId)));
  const [unknown] = await store.unknownPeople(tx, people);
  if (unknown !== undefined)
    throw new FengsuiError("http.invalid", `responsible: nobody whom you can see has the id ${unknown}`);
}

export function toSystem(row: store.SystemRow): System {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    purpose: row.purpose,
    level: row.level,
    isCritical: row.is_critical,
    guardianId: row.guardian_id,
    responsible: z.array(RESPONSIBLE).parse(row.responsible),
    measures: z.array(MEASURE).parse(row.measures),
    assetCount: row.asset_count ?? 0,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
  };
}
