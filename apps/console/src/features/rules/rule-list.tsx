// SPDX-License-Identifier: Apache-2.0
/** The rules as a list, each with its switch and how often it matched. */

import type { Rule } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../app/use-texts.ts";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { formatCount } from "../../parts/number.ts";
import { useRuleTitle } from "../../parts/rule-title.ts";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { COUNTED_DAYS, ruleCountsQuery } from "./queries.ts";
import { RuleSwitch } from "./rule-switch.tsx";
import { KIND_TEXT } from "./view.ts";

interface RuleListProps {
  readonly rows: readonly Rule[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (rule: Rule) => void;
}

export function RuleList({ rows, open, onOpen }: RuleListProps) {
  const { t, language } = useTexts();
  const titleOf = useRuleTitle();
  const { data: counts } = useQuery(ruleCountsQuery);
  const columns: readonly Column<Rule>[] = [
    { name: "switch", title: t("rules.enabled"), cell: (rule) => <RuleSwitch rule={rule} /> },
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} /> },
    {
      name: "title",
      title: t("rules.title"),
      isMain: true,
      cell: ({ title, kind }) => (
        <>
          <span title={titleOf(title)}>{titleOf(title)}</span>
          {kind !== "detection" && <span className="quiet"> · {t(KIND_TEXT[kind])}</span>}
        </>
      ),
    },
    {
      name: "count",
      title: t("rules.matches", { days: COUNTED_DAYS }),
      width: "136px",
      isExtra: true,
      cell: ({ id }) => (counts === undefined ? "" : formatCount(counts.get(id) ?? 0, language)),
    },
    { name: "version", title: t("rules.version"), isExtra: true, cell: ({ version }) => version },
    {
      name: "time",
      title: t("rules.changed"),
      isExtra: true,
      cell: ({ changedAt }) => <TimeAgo at={changedAt} />,
    },
  ];
  return (
    <ListTable
      caption={t("nav.rules")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
