// SPDX-License-Identifier: Apache-2.0
/** What the hub keeps where an organisation says nothing, and how full its disk may be: for its operators to set. */
import type { HubRetention } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useSession } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { formatBytes } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { hubRetentionQuery, RETENTION_KEY } from "./queries.ts";
import { isBelowLegalMinimum, readDays } from "./view.ts";

const LEVEL_TEXT: Readonly<Record<NonNullable<HubRetention["disk"]>["level"], TextKey>> = {
  ok: "disk.ok",
  high: "disk.high",
  critical: "disk.critical",
};

export function HubRetentionSection() {
  const { t, language } = useTexts();
  const { data, error, refetch } = useQuery(hubRetentionQuery);
  const mayChange = useSession().hubRoles.includes("operator");
  return (
    <section className="retention-part" aria-label={t("retention.hub")}>
      <h2>{t("retention.hub")}</h2>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <>
          {data.disk !== null && (
            <p className={data.disk.level === "ok" ? "quiet" : "retention-warning"}>
              {t("disk.room", {
                free: formatBytes(data.disk.freeBytes, language),
                total: formatBytes(data.disk.totalBytes, language),
              })}{" "}
              {t(LEVEL_TEXT[data.disk.level])}
            </p>
          )}
          <HubForm
            key={JSON.stringify({ ...data, disk: undefined })}
            retention={data}
            mayChange={mayChange}
          />
        </>
      )}
    </section>
  );
}

const NUMBERS = ["defaultDays", "floorDays", "minimumDays", "highPercent", "criticalPercent"] as const;
type NumberName = (typeof NUMBERS)[number];
const FIELD_TEXT: Readonly<Record<NumberName, readonly [label: TextKey, help: TextKey]>> = {
  defaultDays: ["retention.hub.default", "retention.hub.default.help"],
  floorDays: ["retention.hub.floor", "retention.hub.floor.help"],
  minimumDays: ["retention.hub.minimum", "retention.hub.minimum.help"],
  highPercent: ["retention.hub.high", "retention.hub.high.help"],
  criticalPercent: ["retention.hub.critical", "retention.hub.critical.help"],
};

interface HubFormProps {
  readonly retention: HubRetention;
  readonly mayChange: boolean;
}

function HubForm({ retention, mayChange }: HubFormProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState<Readonly<Record<NumberName, string>>>({
    defaultDays: String(retention.defaultDays ?? ""),
    floorDays: String(retention.floorDays),
    minimumDays: String(retention.minimumDays),
    highPercent: String(retention.highPercent),
    criticalPercent: String(retention.criticalPercent),
  });
  const [deletesOldest, setDeletesOldest] = useState(retention.deletesOldest);
  const save = useAct([RETENTION_KEY]);
  const defaultDays = readDays(typed.defaultDays);
  const minimumDays = readDays(typed.minimumDays);
  const floorDays = typed.floorDays.trim() === "0" ? 0 : readDays(typed.floorDays);
  const isReady = defaultDays !== undefined && floorDays != null && minimumDays != null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        const [highPercent, criticalPercent] = [Number(typed.highPercent), Number(typed.criticalPercent)];
        const body = { defaultDays, floorDays, minimumDays, deletesOldest, highPercent, criticalPercent };
        save.mutate(() => hub.retention.changeHub(body));
      }}
    >
      {NUMBERS.map((name) => (
        <Field key={name} label={t(FIELD_TEXT[name][0])} help={t(FIELD_TEXT[name][1])}>
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={name === "floorDays" ? 0 : 1}
              disabled={!mayChange}
              {...(name === "defaultDays" && { placeholder: t("retention.ever") })}
              suffix={name.endsWith("Days") ? t("retention.unit") : "%"}
              value={typed[name]}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      {isBelowLegalMinimum(typed.defaultDays) && (
        <p className="retention-warning">{t("retention.belowMinimum")}</p>
      )}
      <Checkbox
        checked={deletesOldest}
        disabled={!mayChange}
        onChange={({ target }) => setDeletesOldest(target.checked)}
      >
        {t("retention.hub.oldest")}
      </Checkbox>
      {save.error !== null && <ProblemNotice error={save.error} />}
      {mayChange && (
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={!isReady} loading={save.isPending}>
            {t("retention.save")}
          </Button>
        </div>
      )}
    </form>
  );
}
