// SPDX-License-Identifier: Apache-2.0
/** The small world of `aSharedWorld` with a mail server and a receiver of webhooks, on a clock that the test moves. */
import assert from "node:assert/strict";
import { createNotificationsFeature, type NotificationsFeature } from "../../features/notifications/index.ts";
import { readConfig } from "../../platform/config/index.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { type Id, newId } from "../../platform/ids.ts";
import {
  type Audience,
  announce,
  type Level,
  type OrganisationId,
  type OrganisationRole,
  type PersonId,
} from "../../platform/records/index.ts";
import { TestClock } from "../hub/test-pipeline.ts";
import { asHub, createTestRecords, type TestRecords } from "../records/index.ts";
import { anAlert, aRule, aSharedWorld, type SharedWorld } from "../records/shared-world.ts";
import { openPostOffice, type PostOffice } from "./post-office.ts";
import { openReceiver, type Receiver } from "./receiver.ts";

export interface NotifiedWorld extends AsyncDisposable {
  readonly records: TestRecords;
  readonly clock: TestClock;
  readonly shared: SharedWorld;
  readonly post: PostOffice;
  readonly receiver: Receiver;
  readonly feature: NotificationsFeature;
  readonly config: ReturnType<typeof readConfig>;
  /** Does what the job does. */
  run(): Promise<void>;
  /** An alert, as it is when it was raised. */
  raise(wanted?: AlertWanted): Promise<Id<"alert">>;
}

export interface AlertWanted {
  readonly title?: string;
  readonly level?: Level;
  readonly audience?: Audience;
}

export async function aNotifiedWorld(): Promise<NotifiedWorld> {
  await using stack = new AsyncDisposableStack();
  const clock = new TestClock();
  const records = stack.use(await createTestRecords({ clock }));
  const post = stack.use(await openPostOffice());
  const receiver = stack.use(await openReceiver());
  const config = readConfig({
    environment: {
      FENGSUI_PUBLIC_URL: "https://hub.example.org",
      FENGSUI_SMTP_URL: post.url,
      FENGSUI_SMTP_FROM: "Fengsui <fengsui@hub.example.org>",
      FENGSUI_WEBHOOK_NETWORKS: "127.0.0.0/8",
    },
    isRoot: false,
    home: "/nonexistent",
  });
  const shared = await aSharedWorld(records);
  const feature = createNotificationsFeature({ records, clock, config });
  const rule = await asHub(records, (write) =>
    aRule(write, { owner: shared.organisations.home, marking: null }),
  );
  const owned = stack.move();
  return {
    records,
    clock,
    shared,
    post,
    receiver,
    feature,
    config,
    run: async () => await feature.run(new AbortController().signal),
    raise: async ({ title = "Mimikatz", level = "high", audience } = {}) =>
      await asHub(records, async (write) => {
        const id = await anAlert(
          write,
          audience ?? { owner: shared.organisations.home, marking: null },
          rule,
        );
        await write
          .updateTable("alerts")
          .set({ title, level, entity: `ws7-${id}` })
          .where("id", "=", id)
          .execute();
        await announce(write, { topic: "alert.raised", payload: { alertIds: [id] } });
        return id;
      }),
    [Symbol.asyncDispose]: async () => await owned.disposeAsync(),
  };
}

/** As the services know somebody who is signed in. */
export function signedInAs(
  id: PersonId,
  roles: readonly (readonly [OrganisationId, OrganisationRole])[],
): SignedIn {
  return {
    sessionId: newId<"session">(new TestClock()),
    person: { id, name: "Li", email: `${id}@example.org`, key: undefined, language: "en" },
    organisations: roles.map(([organisation, role]) => ({ id: organisation, name: "o", role })),
    hubRoles: [],
    provedAt: new Date(),
  };
}

export function only<Item>(items: readonly Item[]): Item {
  assert.equal(items.length, 1);
  return items[0] ?? assert.fail();
}
