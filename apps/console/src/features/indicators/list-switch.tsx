// SPDX-License-Identifier: Apache-2.0
/** Whether a list is on; for who may, the switch. */
import type { IndicatorList } from "@fengsui/contract";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { RuleSwitch } from "../rules/rule-switch.tsx";
import { mayChangeList } from "./view.ts";

export function ListSwitch({ list }: { readonly list: IndicatorList }) {
  const { t } = useTexts();
  const session = useSession();
  if (mayChangeList(list, session)) return <RuleSwitch rule={list} />;
  return <>{t(list.isEnabled ? "rules.on" : "rules.off")}</>;
}
