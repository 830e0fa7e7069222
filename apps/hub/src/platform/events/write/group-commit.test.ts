// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { GroupCommit, type GroupLimits, type Weighed } from "./group-commit.ts";

interface Item extends Weighed {
  readonly name: string;
}

const LIMITS: GroupLimits = {
  lingerMs: 0,
  enoughBytes: 0,
  maxRows: 4,
  maxBytes: 100,
  maxWaitingBytes: 1_000,
};

function item(name: string, bytes = 1, rowCount = 1): Item {
  return { name, bytes, rowCount };
}

/** Commits when told to, and remembers its groups. */
function groupsOf(limits: Partial<GroupLimits> = {}, isExpecting = () => false) {
  const groups: string[] = [];
  const gates: (() => void)[] = [];
  const group = new GroupCommit<Item, string>(
    { ...LIMITS, ...limits },
    async (items) => {
      groups.push(items.map(({ name }) => name).join(""));
      await new Promise<void>((resolve) => gates.push(resolve));
      if (items.some(({ name }) => name === "!")) throw new Error("refused");
      return items.map(({ name }) => name.toUpperCase());
    },
    isExpecting,
  );
  const release = async () => {
    gates.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { group, groups, release };
}

test("what comes while a commit is under way goes together into the next", async () => {
  const { group, groups, release } = groupsOf();
  const answers = [group.add(item("a")), group.add(item("b")), group.add(item("c"))];
  await release();
  await release();
  assert.deepEqual(await Promise.all(answers), ["A", "B", "C"]);
  assert.deepEqual(groups, ["a", "bc"]);
});

test("a group has at most so many rows and bytes, and an item is never divided", async () => {
  const { group, groups, release } = groupsOf();
  const names = ["a", "b", "c", "d", "e", "f"];
  const answers = names.map((name) => group.add(item(name)));
  answers.push(group.add(item("g", 90)), group.add(item("h", 90)), group.add(item("i", 1, 9)));
  for (let round = 0; round < 6; round++) await release();
  assert.equal((await Promise.all(answers)).join(""), "ABCDEFGHI");
  assert.deepEqual(groups, ["a", "bcde", "fg", "h", "i"]);
});

test("what fails fails for its group alone", async () => {
  const { group, release } = groupsOf();
  const first = group.add(item("a"));
  const [second, third] = [group.add(item("!")), group.add(item("b"))];
  const failures = Promise.allSettled([second, third]);
  await release();
  await release();
  assert.equal(await first, "A");
  assert.deepEqual(
    (await failures).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  const fourth = group.add(item("c"));
  await release();
  assert.equal(await fourth, "C");
});

test("beyond the limit of what may wait it is refused, and a single large item is taken", async () => {
  const { group, release } = groupsOf();
  const large = group.add(item("l", 5_000));
  await assert.rejects(group.add(item("x")), { code: "events.busy" });
  assert.equal(group.waitingBytes, 5_000);
  await release();
  assert.equal(await large, "L");
  assert.equal(group.waitingBytes, 0);
});

test("who adds in the very moment that a commit answers is not forgotten", async () => {
  const { group, release } = groupsOf();
  const both = group.add(item("a")).then(() => group.add(item("b")));
  await release();
  await release();
  assert.equal(await both, "B");
});

test("closing answers what waits and takes nothing more", async () => {
  const { group, release } = groupsOf();
  const answers = [group.add(item("a")), group.add(item("b"))];
  const closed = group.close();
  await assert.rejects(group.add(item("c")), { code: "events.busy" });
  await release();
  await release();
  await closed;
  assert.deepEqual(await Promise.all(answers), ["A", "B"]);
});

test("a small group waits for what is being made ready, until it is enough or nothing more is", async () => {
  let expected = 3;
  const limits = { lingerMs: 60_000, enoughBytes: 10 };
  const { group, groups, release } = groupsOf(limits, () => expected > 0);
  const add = (one: Item) => {
    expected -= 1;
    return group.add(one);
  };
  const answers = [add(item("a")), add(item("b", 9))];
  while (groups.length < 1) await release();
  assert.deepEqual(groups, ["ab"]);
  answers.push(add(item("c")));
  await Promise.all([...answers, untilReleased(release, () => groups.length === 2)]);
  assert.deepEqual(groups, ["ab", "c"]);
});

test("a small group does not wait for longer than it may", async () => {
  const { group, groups, release } = groupsOf({ lingerMs: 4, enoughBytes: 10 }, () => true);
  const answer = group.add(item("a"));
  await untilReleased(release, () => groups.length === 1);
  assert.equal(await answer, "A");
});

async function untilReleased(release: () => Promise<void>, holds: () => boolean): Promise<void> {
  while (!holds()) await release();
  await release();
}
