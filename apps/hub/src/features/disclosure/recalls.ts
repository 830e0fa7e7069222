// SPDX-License-Identifier: Apache-2.0
/** What was taken back: for its owner, who has acknowledged that; for who saw it, what is asked of them. */
import { FengsuiError, type Recall, type RecallNotice } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { hasRole } from "../../platform/http/policy.ts";
import type { Id } from "../../platform/ids.ts";
import { audited, personPrincipal, type Records } from "../../platform/records/index.ts";
import * as store from "./records.ts";

export class Recalls {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  async list({ person, organisations }: SignedIn): Promise<{ recalls: Recall[] }> {
    const own = organisations.filter(({ role }) => hasRole(role, "responder")).map(({ id }) => id);
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const recalls: Recall[] = [];
      for (const row of await store.listRecalls(tx, own)) {
        const answers = await store.answersTo(tx, row.id);
        recalls.push({
          ...toFields(row),
          answers: answers.map(({ organisation_id, last_at, ...answer }) => ({
            ...answer,
            organisationId: organisation_id,
            lastAt: last_at?.toISOString() ?? null,
          })),
        });
      }
      return { recalls };
    });
  }

  async notices({ person }: SignedIn): Promise<{ notices: RecallNotice[] }> {
    return await this.#records.read(personPrincipal(person), async (tx) => ({
      notices: (await store.listNotices(tx, person.id)).map((row) => ({
        ...toFields(row),
        acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
      })),
    }));
  }

  /** That one knows of it and has deleted one's copies. */
  async acknowledge({ person }: SignedIn, recallId: Id<"recall">): Promise<void> {
    await this.#records.transaction(personPrincipal(person), async (tx) => {
      const subject = { kind: "recall", id: recallId };
      const organisationId = await store.toldBy(tx, recallId);
      await audited(tx, { action: "recall.acknowledge", subject, organisationId }, async (write) => {
        if (await store.acknowledge(write, { recallId, personId: person.id, now: tx.now })) return;
        throw new FengsuiError("sharing.recall_not_found", "no recall that you were told of has this id");
      });
    });
  }
}

type Row = Awaited<ReturnType<typeof store.listRecalls>>[number];

function toFields(row: Row) {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    subject: { kind: row.subject_kind, id: row.subject_id },
    title: row.title,
    reason: row.reason,
    at: row.at.toISOString(),
  };
}
