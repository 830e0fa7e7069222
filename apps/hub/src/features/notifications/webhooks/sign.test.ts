// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { newSecret, signedHeaders, writeSecret } from "./sign.ts";

test("the library of the specification verifies every message with either secret, and no other", () => {
  const [secret, previous, foreign] = [newSecret(), newSecret(), newSecret()];
  const verifies = (with_: Buffer, body: string, headers: Record<string, string>) => {
    try {
      new Webhook(writeSecret(with_)).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.uuid(), fc.json(), (id, body) => {
      const headers = signedHeaders({ id: `msg_${id}`, at: new Date(), body }, [secret, previous]);
      assert.ok(verifies(secret, body, headers));
      assert.ok(verifies(previous, body, headers));
      assert.ok(!verifies(foreign, body, headers));
      assert.ok(!verifies(secret, `${body} `, headers));
      assert.ok(!verifies(secret, body, { ...headers, "webhook-id": "msg_another" }));
      assert.ok(!verifies(secret, body, { ...headers, "webhook-timestamp": "1" }));
    }),
    { numRuns: 50 },
  );
});

const GUIDE = new URL("../../../../../../docs/guide/notifications.md", import.meta.url);
const VERIFIER = z.object({ verify: z.custom<Verify>((value) => typeof value === "function") });
type Verify = (headers: Record<string, string>, body: string, secret: string) => boolean;

test("the code of the guide verifies what we sign, and nothing that is old or another's", async () => {
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(readFileSync(GUIDE, "utf8")) ?? [];
  const module = `data:text/javascript,${encodeURIComponent(code)}`;
  const { verify } = VERIFIER.parse({ ...(await import(module)) });
  const [secret, foreign] = [newSecret(), newSecret()];
  const message = { id: "msg_1", body: '{"type":"alert.raised"}' };
  const fresh = signedHeaders({ ...message, at: new Date() }, [foreign, secret]);
  assert.ok(verify(fresh, message.body, writeSecret(secret)));
  assert.ok(!verify(fresh, `${message.body} `, writeSecret(secret)));
  assert.ok(!verify(fresh, message.body, writeSecret(newSecret())));
  const old = signedHeaders({ ...message, at: new Date(Date.now() - 600_000) }, [secret]);
  assert.ok(!verify(old, message.body, writeSecret(secret)));
});
