// SPDX-License-Identifier: Apache-2.0
/** Publications as files, which say no more than the page. */
import type { SignedIn } from "../../platform/http/index.ts";
import { Content } from "../../platform/http/index.ts";
import type { Id } from "../../platform/ids.ts";
import {
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
} from "../../platform/records/index.ts";
import { requireOne } from "./service.ts";
import { toMarkdown, toPublication } from "./view.ts";

export class PublicationExports {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  async file({ person }: SignedIn, id: Id<"publication">, format: "json" | "markdown"): Promise<Content> {
    const { publication, publisher } = await this.#records.read(personPrincipal(person), async (tx) => {
      const row = await requireOne(tx, id);
      return { publication: toPublication(row), publisher: await nameOf(tx, row.organisation_id) };
    });
    const isJson = format === "json";
    const body = isJson
      ? `${JSON.stringify({ ...publication, publisher }, undefined, 2)}\n`
      : toMarkdown(publication, publisher);
    return new Content(body, {
      "content-type": isJson ? "application/json; charset=utf-8" : "text/markdown; charset=utf-8",
      "content-disposition": `attachment; filename="publication-${id}.${isJson ? "json" : "md"}"`,
      "x-content-type-options": "nosniff",
    });
  }
}

async function nameOf({ read }: ReadTx, id: OrganisationId): Promise<string> {
  const row = await read.selectFrom("organisations").select("name").where("id", "=", id).executeTakeFirst();
  return row?.name ?? "–";
}
