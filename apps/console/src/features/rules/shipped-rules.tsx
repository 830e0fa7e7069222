// SPDX-License-Identifier: Apache-2.0
/** The rules that come with the hub, on or off for everybody: for its operators. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { shippedRulesQuery, useSwitchShipped } from "./queries.ts";

export function ShippedRules() {
  const { t } = useTexts();
  const { data } = useQuery(shippedRulesQuery);
  const change = useSwitchShipped();
  if (data === undefined) return null;
  const { isOn, count } = data;
  return (
    <span className="act-row">
      {change.error !== null && <span role="alert">{t("rules.switch.refused")}</span>}
      <Button loading={change.isPending} onClick={() => change.mutate(!isOn)}>
        {t(isOn ? "rules.shipped.switchOff" : "rules.shipped.switchOn", { count })}
      </Button>
    </span>
  );
}
