// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { test } from "node:test";
import { problemType, type Session } from "@fengsui/contract";
import { createHubClient, HubProblem } from "./index.ts";

const SESSION: Session = {
  person: {
    id: "0190e5a4-7b1c-7c11-8d1f-1a2b3c4d5e6f",
    name: "Lin Yue",
    email: "lin@example.org",
    language: "en",
  },
  organisations: [],
  hubRoles: [],
  csrfToken: "the-token",
};

async function withHub(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  try {
    await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

test("a change carries the token of the session, a reading does not", async () => {
  const seen: string[] = [];
  await withHub(
    (request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["x-csrf-token"] ?? "-"}`);
      if (request.method === "POST") json(response, {});
      else json(response, request.url === "/api/v1/session" ? SESSION : { alerts: [], next: null });
    },
    async (address) => {
      const hub = createHubClient({ address });
      await hub.access.session();
      await hub.alerts.list({ state: "open", level: "high", entity: "" });
      await assert.rejects(hub.alerts.reopen("7"), { kind: "not_understood" });
    },
  );
  assert.deepEqual(seen, [
    "GET /api/v1/session -",
    "GET /api/v1/alerts?state=open&level=high -",
    "POST /api/v1/alerts/7/reopen the-token",
  ]);
});

test("a file is sent as it is, with what it is of in the address", async () => {
  const seen: string[] = [];
  await withHub(
    (request, response) => {
      request.setEncoding("utf8").on("data", (text) => seen.push(text));
      request.on("end", () => {
        seen.push(`${request.method} ${request.url} ${request.headers["content-type"]}`);
        json(response, {});
      });
    },
    async (address) => {
      const { imports } = createHubClient({ address }).ledger;
      const file = new Blob(["hostname\nws1\n"]);
      const uploading = imports.upload({ organisationId: "7", kind: "assets", fileName: "表.csv" }, file);
      await assert.rejects(uploading, { kind: "not_understood" });
    },
  );
  assert.deepEqual(seen, [
    "hostname\nws1\n",
    "POST /api/v1/ledger/imports?organisationId=7&kind=assets&fileName=%E8%A1%A8.csv application/octet-stream",
  ]);
});

test("the hub's problem arrives with its code and its hint", async () => {
  const code = "access.sign_in_failed";
  const problem = { type: problemType(code), title: "t", status: 401, code, hint: "h", requestId: "r" };
  await withHub(
    (_, response) => json(response, problem, 401),
    async (address) => {
      const asked = createHubClient({ address }).access.signIn({ email: "a", password: "b" });
      await assert.rejects(asked, (error) => {
        assert.ok(error instanceof HubProblem);
        assert.deepEqual(
          [error.kind, error.code, error.problem?.hint, error.status],
          ["refused", code, "h", 401],
        );
        return true;
      });
    },
  );
});

test("an answer of another form is said to be not understood, not passed on", async () => {
  await withHub(
    (_, response) => json(response, { sources: [{ id: 1 }] }),
    async (address) => {
      await assert.rejects(createHubClient({ address }).sources.list(), { kind: "not_understood" });
    },
  );
});

test("a hub that does not answer is unreachable", async () => {
  await assert.rejects(createHubClient({ address: "http://127.0.0.1:1" }).access.session(), {
    kind: "unreachable",
  });
});
