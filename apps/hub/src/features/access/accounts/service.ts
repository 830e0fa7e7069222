// SPDX-License-Identifier: Apache-2.0
/**
 * The accounts of the hub, for its operators: who has one, and which are disabled. A disabled account keeps what was
 * done with it; what it had open ends in the same transaction, in the database.
 */
import {
  ACCOUNT,
  type ACCOUNT_DISABLING,
  type Account,
  type AccountQuery,
  FengsuiError,
} from "@fengsui/contract";
import { sql } from "kysely";
import type { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { readNameCursor, writeNameCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { violates } from "../../../platform/records/failures.ts";
import {
  audited,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Writer,
} from "../../../platform/records/index.ts";
import { containing } from "../../../platform/records/like-pattern.ts";
import { insertLetter } from "../recovery/records.ts";

export interface AccountsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly wakeLetters: () => void;
}

interface Row {
  readonly id: Id<"person">;
  readonly name: string;
  readonly email: string;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly organisations: string[];
  readonly hub_roles: string[];
}

export class Accounts {
  readonly #parts: AccountsParts;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, { text, isDisabled = false, after, limit }: AccountQuery) {
    const cursor = after === undefined ? undefined : readNameCursor<"person">(after);
    const rows = await this.#parts.records.read(personPrincipal(person), ({ read }: ReadTx) =>
      read
        .selectFrom(
          sql<Row>`hub_accounts(${text === undefined ? null : containing(text)}::text, ${isDisabled}::boolean,
            ${cursor?.name ?? null}::text, ${cursor?.id ?? null}::uuid, ${limit}::int)`.as<"found">("found"),
        )
        .selectAll()
        .execute(),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { accounts: rows.map(toWire), next: last === undefined ? null : writeNameCursor(last) };
  }

  async disable(
    signedIn: SignedIn,
    id: PersonId,
    { reason, mayLeaveVacant }: z.output<typeof ACCOUNT_DISABLING>,
  ): Promise<void> {
    const detail = { reason, mayLeaveVacant };
    await this.#change(signedIn, id, { state: "disabled", detail }, async (write, now) => {
      const { rows } = await sql<{ done: boolean }>`
        select disable_account(${id}::uuid, ${now}, ${mayLeaveVacant}) as done`.execute(write);
      return rows[0]?.done === true;
    });
  }

  async enable(signedIn: SignedIn, id: PersonId): Promise<void> {
    await this.#change(signedIn, id, { state: "enabled", detail: {} }, async (write) => {
      const { rows } = await sql<{ done: boolean }>`select enable_account(${id}::uuid) as done`.execute(
        write,
      );
      return rows[0]?.done === true;
    });
  }

  async #change(
    { person, organisations }: SignedIn,
    id: PersonId,
    { state, detail }: { readonly state: "disabled" | "enabled"; readonly detail: object },
    change: (write: Writer, now: Date) => Promise<boolean>,
  ): Promise<void> {
    const { records, clock, wakeLetters } = this.#parts;
    const subject = { kind: "person", id };
    const entry = { action: `person.${state}`, subject, organisationId: null, detail: { ...detail } };
    try {
      await records.transaction(personPrincipal(person), (tx) =>
        audited(tx, entry, async (write) => {
          if (!(await change(write, tx.now)))
            throw new FengsuiError("access.account_not_found", `no account that is not ${state} has this id`);
          await insertLetter(write, {
            id: newId<"account-letter">(clock),
            kind: state,
            personId: id,
            now: tx.now,
          });
          // Streams of the person look again at whether they may go on.
          for (const { id: organisationId } of organisations)
            await tell(write, [{ topic: "member.changed", organisationId, ids: [id] }]);
          const [home] = organisations;
          if (home !== undefined)
            await tell(write, [
              { topic: "member.changed", organisationId: home.id, ids: [id], for: { personId: id } },
            ]);
        }),
      );
    } catch (cause) {
      throw refusalOf(cause);
    }
    wakeLetters();
  }
}

function refusalOf(cause: unknown): unknown {
  if (violates(cause, "memberships_last_administrator"))
    return new FengsuiError("access.last_administrator", "nobody else administers it", { cause });
  if (violates(cause, "people_disable_oneself"))
    return new FengsuiError("access.disable_oneself", "it is your own account", { cause });
  return cause;
}

function toWire({ created_at, disabled_at, hub_roles, ...row }: Row): Account {
  return ACCOUNT.parse({
    ...row,
    hubRoles: hub_roles,
    createdAt: created_at.toISOString(),
    disabledAt: disabled_at?.toISOString() ?? null,
  });
}
