// SPDX-License-Identifier: Apache-2.0
/**
 * A PostgreSQL that somebody else serves. `DATABASE_URL` names the owner of the database; the hub works as two roles
 * that own nothing. It makes them, if the owner may, with a password derived from the owner's, so that every hub on
 * the same database finds the same; else an administrator makes them and gives their password.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { FengsuiError } from "@fengsui/contract";
import pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import { type Access, APP_ROLE, quote, SYSTEM_ROLE, withClient } from "./connections.ts";
import { codeOf, isUnreachable, messageOf } from "./failures.ts";

export interface ServedOptions {
  readonly url: string;
  readonly rolePassword?: string | undefined;
  readonly logger: Logger;
  readonly patienceMs?: number;
}

const OLDEST = { version: 150_000, name: "15" };
/** A database that starts together with the hub is given this time. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;
const SCRAM_ROUNDS = 4096;
const WRONG_PASSWORD = "28P01";
const NO_SUCH_ROLE = "28000";
const NOT_PERMITTED = "42501";

export async function openServed(options: ServedOptions): Promise<Access> {
  const { url, rolePassword, logger, patienceMs = PATIENCE_MS } = options;
  const owner = ownerOf(url);
  const derived = typeof owner.password === "string" && owner.password !== "" ? owner.password : undefined;
  const passwordOf = (role: string) =>
    rolePassword ?? (derived === undefined ? undefined : derivePassword(derived, role));
  const as = (role: string): pg.ClientConfig => ({ ...owner, user: role, password: passwordOf(role) });
  const access = { owner, app: as(APP_ROLE), system: as(SYSTEM_ROLE) };
  await waitFor(owner, logger, patienceMs);
  requireVersion(await versionOf(owner));
  for (const config of [access.app, access.system]) {
    if (await canConnect(config)) continue;
    await makeRole(owner, config, rolePassword !== undefined);
  }
  return access;
}

/** The driver's own reading of an address; it would also let the address win over a role given beside it. */
export function ownerOf(url: string): pg.ClientConfig {
  try {
    const { user, password, host, port, database, ssl } = new pg.Client({ connectionString: url });
    return { user, password, host, port, database, ssl };
  } catch (cause) {
    throw new FengsuiError("config.invalid", "DATABASE_URL: is not an address of PostgreSQL", { cause });
  }
}

function derivePassword(secret: string, role: string): string {
  return createHmac("sha256", secret).update(`fengsui role ${role}`).digest("base64url");
}

/** What the server would make of the password (RFC 5802): made here, the password is in no log of statements. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, SCRAM_ROUNDS, 32, "sha256");
  const keyOf = (name: string) => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${SCRAM_ROUNDS}:${salt.toString("base64")}$${stored}:${keyOf("Server Key").toString("base64")}`;
}

async function waitFor(owner: pg.ClientConfig, logger: Logger, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await withClient(owner, async () => undefined);
    } catch (error) {
      if (!isUnreachable(error) || performance.now() > deadline) throw cannotConnect(error);
      logger.warn({ error }, "waiting for PostgreSQL");
      await delay(PAUSE_MS);
    }
  }
}

function cannotConnect(error: unknown): FengsuiError {
  return new FengsuiError("records.unavailable", `DATABASE_URL: ${messageOf(error)}`, {
    hint: "Check host, port, role, password and database in DATABASE_URL, and that the server runs and lets the hub in.",
    cause: error,
  });
}

async function versionOf(owner: pg.ClientConfig): Promise<number> {
  return await withClient(owner, async (client) => {
    const { rows } = await client.query("select current_setting('server_version_num')::int as number");
    return Number(rows[0]?.number);
  });
}

/** As PostgreSQL numbers its versions: 150004 is 15.4. */
export function requireVersion(version: number): void {
  if (version >= OLDEST.version) return;
  throw new FengsuiError(
    "records.server_too_old",
    `the server is PostgreSQL ${Math.floor(version / 10_000)}, of ${OLDEST.name} at least`,
  );
}

async function canConnect(config: pg.ClientConfig): Promise<boolean> {
  try {
    return await withClient(config, async () => true);
  } catch (error) {
    const code = codeOf(error);
    if (code === WRONG_PASSWORD || code === NO_SUCH_ROLE || code === NOT_PERMITTED) return false;
    throw cannotConnect(error);
  }
}

async function makeRole(owner: pg.ClientConfig, role: pg.ClientConfig, isGiven: boolean): Promise<void> {
  const name = quote(role.user ?? "");
  if (isGiven || typeof role.password !== "string") throw roleMissing(role.user, isGiven);
  const password = pg.escapeLiteral(scramVerifier(role.password));
  try {
    await withClient(owner, async (client) => {
      const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role.user]);
      await client.query(`${rowCount === 0 ? "create" : "alter"} role ${name} login password ${password}`);
      await client.query(`grant connect on database ${quote(owner.database ?? "")} to ${name}`);
    });
  } catch (error) {
    throw roleMissing(role.user, isGiven, error);
  }
  if (!(await canConnect(role))) throw roleMissing(role.user, isGiven);
}

function roleMissing(role: string | undefined, isGiven: boolean, cause?: unknown): FengsuiError {
  const reason = cause === undefined ? "" : `: ${messageOf(cause)}`;
  const detail = isGiven
    ? `cannot connect as ${role} with FENGSUI_DATABASE_ROLE_PASSWORD`
    : `cannot make the role ${role}${reason}`;
  return new FengsuiError("records.roles_missing", detail, { cause });
}
