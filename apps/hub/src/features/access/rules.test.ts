// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { holds, IDLE_MS, isGuessedFirst, isWorthTouching } from "./rules.ts";

test("what is guessed first is refused, however it is dressed up", () => {
  for (const password of [
    "password1234",
    "P@ssw0rd!2026",
    "qwertyuiop123",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc4rfv",
    "administrator1",
    "AdminAdmin1234",
    "123456789012",
    "aaaaaaaaaaaaaa",
    "woaini1314520",
    "Fengsui@2026!",
    "............",
  ])
    assert.ok(isGuessedFirst(password, []), password);
});

test("a password made of what everybody knows of the person is refused", () => {
  assert.ok(isGuessedFirst("wangmin2026!", ["wangmin@example.org"]));
  assert.ok(isGuessedFirst("City-Hospital-1", ["City Hospital"]));
  assert.ok(!isGuessedFirst("City-Hospital-1", ["Water Works"]));
});

test("words that have nothing to do with each other are accepted, in any script", () => {
  for (const password of ["correct horse battery staple", "山高月小水落石出清风徐来", "kV7#mQ2$xT9!p"])
    assert.ok(!isGuessedFirst(password, ["wang@example.org"]), password);
});

test("a session that was used a moment ago is not written again", () => {
  const now = new Date(1_000_000_000);
  const seen = (ago: number) => ({
    lastSeenAt: new Date(now.getTime() - ago),
    expiresAt: new Date(now.getTime() + 1),
  });
  assert.ok(!isWorthTouching(seen(59_000), now));
  assert.ok(isWorthTouching(seen(60_000), now));
  assert.ok(holds(seen(IDLE_MS - 1), now));
  assert.ok(!holds(seen(IDLE_MS), now));
});

test("a password is verified against its hash, in either form of its characters", async () => {
  const stored = await hashPassword("Å good long password");
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
  assert.ok(await verifyPassword("A\u030a good long password", stored));
  assert.ok(!(await verifyPassword("A good long password", stored)));
  assert.ok(!(await verifyPassword("anything", undefined)));
  assert.notEqual(await hashPassword("Å good long password"), stored);
});
