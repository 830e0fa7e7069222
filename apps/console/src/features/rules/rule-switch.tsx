// SPDX-License-Identifier: Apache-2.0
/** On and off, in a list of rules or of what is one. */
import type { Rule } from "@fengsui/contract";
import { Switch } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { useSwitchRule } from "./queries.ts";

interface SwitchProps {
  readonly rule: Pick<Rule, "id" | "title" | "isEnabled">;
}

export function RuleSwitch({ rule }: SwitchProps) {
  const { t } = useTexts();
  const change = useSwitchRule();
  // At once as wanted; should the hub refuse, it goes back.
  const isOn = change.isPending ? change.variables.isEnabled : rule.isEnabled;
  return (
    <span className="above">
      <Switch
        size="small"
        aria-label={t("rules.enabled.of", { title: rule.title })}
        checked={isOn}
        onChange={(isEnabled) => change.mutate({ id: rule.id, isEnabled })}
      />
      {change.error !== null && <span role="alert">{t("rules.switch.refused")}</span>}
    </span>
  );
}
