// SPDX-License-Identifier: Apache-2.0
/** Keys, each with what it is for, and the one thing that can be done to it while it holds. */
import type { ApiKey } from "@fengsui/contract";
import { Button } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { TimeAgo } from "../../../parts/time-ago.tsx";

type ShownKey = Pick<ApiKey, "id" | "name" | "prefix" | "state" | "scopes" | "expiresAt" | "lastUsedAt"> & {
  readonly owner?: { readonly name: string };
};

const STATES = {
  active: "keys.state.active",
  expired: "keys.state.expired",
  revoked: "keys.state.revoked",
} as const;

const ACTS = {
  revoke: { text: "keys.revoke", of: "keys.revoke.of" },
  withdraw: { text: "keys.withdraw", of: "keys.withdraw.of" },
} as const;

interface KeyRowsProps<Key extends ShownKey> {
  readonly keys: readonly Key[];
  readonly actName: "revoke" | "withdraw";
  readonly isBusy: boolean;
  readonly onAct: (key: Key) => void;
}

export function KeyRows<Key extends ShownKey>({ keys, actName, isBusy, onAct }: KeyRowsProps<Key>) {
  const { t } = useTexts();
  return (
    <ul className="holders">
      {keys.map((key) => (
        <li key={key.id}>
          <p>
            <strong>{key.name}</strong> · <code>{key.prefix}…</code>
            {key.owner !== undefined && <> · {key.owner.name}</>}
          </p>
          <p className="quiet">{key.scopes.length === 0 ? t("keys.nothing") : key.scopes.join(", ")}</p>
          <p className="quiet">
            {t(STATES[key.state])} · {t("keys.expires")} <TimeAgo at={key.expiresAt} /> ·{" "}
            {key.lastUsedAt === null ? (
              t("keys.unused")
            ) : (
              <>
                {t("keys.used")} <TimeAgo at={key.lastUsedAt} />
              </>
            )}
          </p>
          {key.state === "active" && key.scopes.length > 0 && (
            <div className="act-row">
              <Button
                aria-label={t(ACTS[actName].of, { name: key.name })}
                disabled={isBusy}
                onClick={() => onAct(key)}
              >
                {t(ACTS[actName].text)}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
