// SPDX-License-Identifier: Apache-2.0
/** All rules that are shown, on or off at once; it says how many before. */
import type { Rule } from "@fengsui/contract";
import { Button } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { useSwitchRules } from "./queries.ts";

/** What the hub takes at once. */
const MAX_AT_ONCE = 1000;

export function SwitchShown({ rows }: { readonly rows: readonly Rule[] }) {
  const { t } = useTexts();
  const change = useSwitchRules();
  const idsOf = (isEnabled: boolean) =>
    rows
      .filter((rule) => rule.isEnabled !== isEnabled)
      .map(({ id }) => id)
      .slice(0, MAX_AT_ONCE);
  const [off, on] = [idsOf(true), idsOf(false)];
  return (
    <span className="act-row">
      {change.error !== null && <span role="alert">{t("rules.switch.refused")}</span>}
      {off.length > 0 && (
        <Button loading={change.isPending} onClick={() => change.mutate({ ids: off, isEnabled: true })}>
          {t("rules.switchOn", { count: off.length })}
        </Button>
      )}
      {on.length > 0 && (
        <Button loading={change.isPending} onClick={() => change.mutate({ ids: on, isEnabled: false })}>
          {t("rules.switchOff", { count: on.length })}
        </Button>
      )}
    </span>
  );
}
