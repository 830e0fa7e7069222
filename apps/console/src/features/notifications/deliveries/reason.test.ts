// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { DELIVERY_REASONS } from "@fengsui/contract";
import { readReason } from "./reason.ts";

test("a reason of the hub is known by how it begins, and what others said stays", () => {
  assert.deepEqual(readReason("the receiver answered 503"), {
    text: "delivery.reason.receiverAnswered",
    rest: "503",
  });
  assert.deepEqual(readReason(DELIVERY_REASONS.receiverGone), {
    text: "delivery.reason.receiverGone",
    rest: "",
  });
  assert.deepEqual(readReason("the mail server cannot be reached: ECONNREFUSED"), {
    text: "delivery.reason.mailUnreachable",
    rest: "ECONNREFUSED",
  });
  assert.deepEqual(readReason("of another hub"), { rest: "of another hub" });
});
