// SPDX-License-Identifier: Apache-2.0
/** What groups give, and whether it counts; accepted by an administrator, removed by either side. */
import type { GroupRole } from "@fengsui/contract";
import { Button } from "antd";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { HUB_ROLE_TEXT, ROLE_TEXT } from "../role-text.ts";

interface GroupRoleRowsProps {
  readonly rows: readonly GroupRole[];
  /** What tells one from the other: the provider to an administrator, the organisation to an operator. */
  readonly by: "provider" | "organisation";
  readonly mayAccept: boolean;
}

export function GroupRoleRows({ rows, by, mayAccept }: GroupRoleRowsProps) {
  const { t } = useTexts();
  const act = useAct(["group-roles"]);
  return (
    <>
      <ul className="holders">
        {rows.map((row) => (
          <li key={row.id}>
            <p title={row.issuer}>
              <code>{row.group}</code> · <Given row={row} /> ·{" "}
              {by === "provider" ? row.providerName : (row.organisation ?? t("hubRole.one"))}
            </p>
            <p className="quiet">
              <State row={row} />
            </p>
            <div className="act-row">
              {mayAccept && isWaiting(row) && (
                <Button
                  type="primary"
                  aria-label={t("groupRoles.accept.of", { group: row.group })}
                  disabled={act.isPending}
                  onClick={() => act.mutate(() => hub.providers.accept(row.id))}
                >
                  {t("groupRoles.accept")}
                </Button>
              )}
              <Button
                aria-label={t("groupRoles.remove.of", { group: row.group })}
                disabled={act.isPending}
                onClick={() => act.mutate(() => hub.providers.removeGroupRole(row.id))}
              >
                {t("groupRoles.remove")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </>
  );
}

function Given({ row: { role, hubRole } }: { readonly row: GroupRole }) {
  const { t } = useTexts();
  if (role !== null) return t(ROLE_TEXT[role].name);
  return hubRole === null ? null : t(HUB_ROLE_TEXT[hubRole].name);
}

function State({ row }: { readonly row: GroupRole }) {
  const { t } = useTexts();
  if (isWaiting(row)) return t("groupRoles.waits");
  if (row.acceptedAt === null) return t("groupRoles.counts");
  return (
    <>
      {t("groupRoles.accepted")} <TimeAgo at={row.acceptedAt} />
    </>
  );
}

/** A role of the hub needs nobody's acceptance. */
function isWaiting({ acceptedAt, organisationId }: GroupRole): boolean {
  return acceptedAt === null && organisationId !== null;
}
