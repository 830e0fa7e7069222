// SPDX-License-Identifier: Apache-2.0
/**
 * A rule of the hub itself, which no event matches: what it tells of is an alert as any other, and so it can be
 * switched off and suppressed as any other. Each organisation has its own, made when it is first needed.
 */
import { createHash } from "node:crypto";
import { derivedId } from "../../../platform/derived-id.ts";
import type { Id } from "../../../platform/ids.ts";
import {
  ensureAudience,
  type Level,
  type OrganisationId,
  type Writer,
} from "../../../platform/records/index.ts";

export interface BuiltInRule {
  readonly key: `fengsui:${string}`;
  readonly title: string;
  readonly level: Level;
  /** What it does, for who looks at it; a comment to a reader of Sigma. */
  readonly description: string;
}

export interface EnsuredRule {
  readonly id: Id<"rule">;
  readonly audienceId: number;
  readonly version: number;
  readonly level: Level;
  readonly isEnabled: boolean;
}

export async function ensureBuiltInRule(
  write: Writer,
  organisationId: OrganisationId,
  rule: BuiltInRule,
): Promise<EnsuredRule> {
  const id = derivedId<"rule">(["built-in rule", organisationId, rule.key]);
  const found = await find(write, organisationId, rule.key);
  if (found !== undefined) return found;
  const audienceId = await ensureAudience(write, { owner: organisationId, marking: null });
  const { key, title, level } = rule;
  await write
    .insertInto("rules")
    .values({
      id,
      organisation_id: organisationId,
      audience_id: audienceId,
      key,
      title,
      level,
      origin: "built_in",
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const source = `# ${rule.description}\n`;
  await write
    .insertInto("rule_versions")
    .values({
      rule_id: id,
      version: 1,
      organisation_id: organisationId,
      audience_id: audienceId,
      source,
      sha256: createHash("sha256").update(source).digest(),
      created_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { id, audienceId, version: 1, level, isEnabled: true };
}

async function find(
  write: Writer,
  organisationId: OrganisationId,
  key: string,
): Promise<EnsuredRule | undefined> {
  const row = await write
    .selectFrom("rules")
    .select(["id", "audience_id", "version", "level", "is_enabled"])
    .where("organisation_id", "=", organisationId)
    .where("key", "=", key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { audience_id: audienceId, is_enabled: isEnabled, ...rest } = row;
  return { ...rest, audienceId, isEnabled };
}
