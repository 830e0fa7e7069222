// SPDX-License-Identifier: Apache-2.0
/** Keys to come with in place of a session; each is made when it is first wanted. */
import { KEY_SCOPES, type KeyScope } from "@fengsui/contract";
import type { OrganisationId, PersonId } from "../../platform/records/index.ts";
import { aPerson } from "../records/index.ts";
import { aKeyWithId, type TestHub } from "../web/index.ts";
import type { Caller, CallerName, Houses } from "./callers.ts";

export interface KeyringParts {
  readonly hub: TestHub;
  readonly houses: Houses;
  readonly callers: ReadonlyMap<CallerName, Caller>;
}

type Ended = "revoked" | "expired";

export class Keyring {
  readonly #parts: KeyringParts;
  readonly #known = new Map<string, Promise<string>>();

  constructor(parts: KeyringParts) {
    this.#parts = parts;
  }

  /** Of one of the callers, for this and what is theirs by name; with their role of the hub, if they have one. */
  async with(name: CallerName, scope: KeyScope): Promise<string> {
    return await this.#once(`${name} ${scope}`, async () => {
      const owner = this.#ownerOf(name);
      const isOfHub = name === "operator" || name === "coordinator";
      return await this.#make(owner, {
        scopes: [scope, "named:read", ...(isOfHub ? (["hub:roles"] as const) : [])],
      });
    });
  }

  /** Of an administrator of the owner, for everything else. */
  async without(scope: KeyScope | undefined): Promise<string> {
    return await this.#once(`without ${scope}`, () =>
      this.#make(this.#ownerOf("owner.administrator"), {
        scopes: KEY_SCOPES.filter((other) => other !== scope),
      }),
    );
  }

  /** Of an administrator of the owner and of the stranger, for the stranger alone. */
  async elsewhere(scope: KeyScope): Promise<string> {
    const { hub, houses } = this.#parts;
    return await this.#once(`elsewhere ${scope}`, async () => {
      const roles = [houses.owner, houses.stranger].map((id) => [id, "administrator"] as const);
      const owner = await aPerson(hub.records, { roles });
      return await this.#make(owner, { scopes: [scope], organisationIds: [houses.stranger] });
    });
  }

  /** Of an administrator of the owner, for an organisation that they are not of any more. */
  async nowhere(scope: KeyScope): Promise<string> {
    return await this.#once(`nowhere ${scope}`, () =>
      this.#make(this.#ownerOf("owner.administrator"), {
        scopes: [scope],
        organisationIds: [this.#parts.houses.centre],
      }),
    );
  }

  async ended(how: Ended): Promise<string> {
    return await this.#once(how, () =>
      this.#make(this.#ownerOf("owner.administrator"), { scopes: KEY_SCOPES, ended: how }),
    );
  }

  async #once(what: string, make: () => Promise<string>): Promise<string> {
    const known = this.#known.get(what) ?? make();
    this.#known.set(what, known);
    return await known;
  }

  #ownerOf(name: CallerName): PersonId {
    const owner = this.#parts.callers.get(name)?.personId;
    if (owner === undefined) throw new TypeError(`${name} has no keys`);
    return owner;
  }

  async #make(
    owner: PersonId,
    {
      scopes,
      ...limits
    }: {
      readonly scopes: readonly KeyScope[];
      readonly organisationIds?: readonly OrganisationId[];
      readonly ended?: Ended;
    },
  ): Promise<string> {
    return (await aKeyWithId(this.#parts.hub.records, owner, scopes, limits)).text;
  }
}
