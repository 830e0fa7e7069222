// SPDX-License-Identifier: Apache-2.0
/**
 * Two worlds that differ in everything that one organisation keeps to itself: whoever is outside of it obtains the same,
 * byte for byte. And the test finds what a careless change would tell.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemPrincipal } from "../platform/records/index.ts";
import {
  actOutside,
  type Between,
  type Done,
  foreignTargets,
  guess,
  look,
  opaque,
  openWorld,
  ownTargets,
  plantAll,
  type Seen,
  settleAsMany,
  type Targets,
  type World,
} from "../test-kit/interference/index.ts";
import { LiveStream } from "../test-kit/web/index.ts";

interface Side {
  readonly world: World;
  readonly targets: Targets;
  readonly done: readonly Done[];
  readonly heard: readonly string[];
}

const MINUTE_MS = 60_000;
const opened = new AsyncDisposableStack();
let plain: Side;
let secret: Side;

async function prepare(isSecret: boolean) {
  const world = opened.use(await openWorld({ isSecret }));
  const own = await ownTargets(world);
  const { stream } = await LiveStream.open(world.outsiders.viewer);
  return { world, own, stream, secrets: isSecret ? await plantAll(world) : undefined };
}

async function play({ world, own, stream, secrets }: Awaited<ReturnType<typeof prepare>>): Promise<Side> {
  using _ = stream;
  world.clock.advance(MINUTE_MS);
  const done = [...(await actOutside(world)), ...(await guess(world))];
  const heard = [await firstHeard(stream)];
  world.clock.advance(MINUTE_MS);
  return { world, targets: { own, foreign: foreignTargets(world, own, secrets) }, done, heard };
}

/** How news are told of their own; which of them come together is a matter of time. */
async function firstHeard(stream: LiveStream): Promise<string> {
  const { event, id } = await stream.next();
  return `${event} ${opaque(id ?? "")}`;
}

before(async () => {
  const [without, withIt] = await Promise.all([prepare(false), prepare(true)]);
  await settleAsMany(without.world, withIt.world);
  [plain, secret] = await Promise.all([play(without), play(withIt)]);
});
after(async () => await opened.disposeAsync());

async function lookAtBoth(between?: Between, only?: (path: string) => boolean) {
  const both = [plain, secret].map(async ({ world, targets }) =>
    look({ world, targets, between, only: only && (({ path }) => only(path)) }),
  );
  const [without = [], withIt = []] = await Promise.all(both);
  return { without, withIt };
}

function differences(without: readonly Seen[], withIt: readonly Seen[]): string[] {
  const told = (seen: readonly Seen[]) =>
    new Map(seen.map(({ who, what, answer }) => [`${who}: ${what}`, answer]));
  const [one, other] = [told(without), told(withIt)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .map((key) => `${key}\n  without: ${one.get(key)}\n  with: ${other.get(key)}`);
}

test("who is outside obtains the same whatever the others keep to themselves", async () => {
  const { without, withIt } = await lookAtBoth();
  assert.ok(without.length > 300, `${without.length} answers`);
  const found = differences(without, withIt);
  assert.deepEqual(found, [], found.join("\n"));
});

test("who is outside can do the same, with the names that the others have taken", () => {
  assert.ok(plain.done.length > 50);
  const found = plain.done.flatMap(({ what, answer }, index) => {
    const other = secret.done[index]?.answer;
    return other === answer ? [] : [`${what}\n  without: ${answer}\n  with: ${other}`];
  });
  assert.deepEqual(found, [], found.join("\n"));
});

test("who listens from outside hears nothing in between, and no number tells that there was something", () => {
  assert.deepEqual(secret.heard, plain.heard);
});

/** As many as there are, whoever asks: what a query without the policies of the database gives. */
async function countAll({ hub }: World): Promise<number> {
  const row = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("alerts")
      .select(({ fn }) => fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow(),
  );
  return Number(row.count);
}

/** The newest of a number that all organisations share. */
async function lastNumber({ hub }: World): Promise<number> {
  const row = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("audiences")
      .select(({ fn }) => fn.max("id").as("last"))
      .executeTakeFirstOrThrow(),
  );
  return Number(row.last);
}

async function exists({ hub }: World, path: string): Promise<boolean> {
  const row = await hub.records.read(systemPrincipal("test"), ({ read }) =>
    read
      .selectFrom("cases")
      .select("id")
      .where((eb) => eb(eb.cast<string>("id", "text"), "=", /cases\/([^?]+)/.exec(path)?.[1] ?? ""))
      .executeTakeFirst(),
  );
  return row !== undefined;
}

const LEAKS: Readonly<Record<string, { readonly path: string; readonly leak: Between }>> = {
  "a count that includes the secret": {
    path: "/api/v1/alerts",
    leak: async (answer, { world }) => ({
      ...answer,
      body: answer.body.replace("{", `{"total":${await countAll(world)},`),
    }),
  },
  "a number from a sequence of the whole hub": {
    path: "/api/v1/cases",
    leak: async (answer, { world }) => ({
      ...answer,
      body: answer.body.replace("{", `{"number":${await lastNumber(world)},`),
    }),
  },
  "an error that knows the record": {
    path: "/api/v1/cases/:id",
    leak: async (answer, { world, path }) =>
      answer.status === 404 && (await exists(world, path))
        ? { ...answer, body: answer.body.replace("no case has", "another organisation's case has") }
        : answer,
  },
  "another status for the record of another": {
    path: "/api/v1/cases/:id",
    leak: async (answer, { world, path }) =>
      answer.status === 404 && (await exists(world, path)) ? { ...answer, status: 403 } : answer,
  },
  "a tag of the state of the whole hub": {
    path: "/api/v1/alerts",
    leak: async (answer, { world }) => {
      const headers = new Headers(answer.headers);
      headers.set("etag", `"${await countAll(world)}"`);
      return { ...answer, headers };
    },
  },
  "a length, and nothing else": {
    path: "/api/v1/alerts",
    leak: async (answer, { world }) => {
      const headers = new Headers(answer.headers);
      headers.set("content-length", String(answer.body.length + (await countAll(world))));
      return { ...answer, headers };
    },
  },
};

for (const [name, { path, leak }] of Object.entries(LEAKS))
  test(`it would be found: ${name}`, async () => {
    const { without, withIt } = await lookAtBoth(leak, (each) => each === path);
    assert.ok(differences(without, withIt).length > 0);
  });

test("it would be found: an event of the stream that counts the news of all", () => {
  const series = "01932f00-0000-7000-8000-000000000000";
  assert.notEqual(opaque(`${series}/3`), opaque(`${series}/4`));
  assert.equal(opaque("0".repeat(32)), opaque("f".repeat(32)));
});
