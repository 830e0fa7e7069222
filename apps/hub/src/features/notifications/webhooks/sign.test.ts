// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
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
