// SPDX-License-Identifier: Apache-2.0
/** How a source is read: charset, time zone, who delivers it by syslog, and where its fields are. */
import type { Source, SyslogDoors } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { MappingDialog } from "./mapping-dialog.tsx";
import { syslogDoorsQuery, useChangeSource } from "./queries.ts";

/** In the place of a value: nobody said it. */
const UNTOLD = "";
const CHARSETS = [
  "utf-8",
  "gb18030",
  "gbk",
  "big5",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "shift_jis",
  "euc-kr",
];

export function SourceReading({ source }: { readonly source: Source }) {
  const { t } = useTexts();
  const change = useChangeSource(source.id);
  const [isMapping, setIsMapping] = useState(false);
  return (
    <section className="acts" aria-label={t("sources.reading.title")}>
      <h3>{t("sources.reading.title")}</h3>
      <Choice
        label={t("sources.reading.charset")}
        untold={t("sources.reading.charset.auto")}
        value={source.charset}
        values={CHARSETS}
        onChange={(charset) => change.mutate({ charset })}
      />
      <Choice
        label={t("sources.reading.timeZone")}
        untold={t("sources.reading.timeZone.utc")}
        value={source.timeZone}
        values={Intl.supportedValuesOf("timeZone")}
        onChange={(timeZone) => change.mutate({ timeZone })}
      />
      <Senders
        key={source.senders.join()}
        source={source}
        onChange={(senders) => change.mutate({ senders })}
      />
      <div className="act-row">
        <Button onClick={() => setIsMapping(true)}>{t("sources.mapping.open")}</Button>
        {source.mapping !== null && (
          <span className="quiet">{t("sources.mapping.version", { version: source.mappingVersion })}</span>
        )}
      </div>
      {isMapping && <MappingDialog source={source} onClose={() => setIsMapping(false)} />}
      {change.error !== null && <ProblemNotice error={change.error} />}
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly untold: string;
  readonly value: string | null;
  readonly values: readonly string[];
  readonly onChange: (value: string | null) => void;
}

function Choice({ label, untold, value, values, onChange }: ChoiceProps) {
  const all = value === null || values.includes(value) ? values : [value, ...values];
  return (
    <Field label={label}>
      {(ids) => (
        <Select<string>
          {...ids}
          showSearch
          value={value ?? UNTOLD}
          options={[{ value: UNTOLD, label: untold }, ...all.map((name) => ({ value: name, label: name }))]}
          onChange={(chosen) => onChange(chosen === UNTOLD ? null : chosen)}
        />
      )}
    </Field>
  );
}

interface SendersProps {
  readonly source: Source;
  readonly onChange: (senders: string[]) => void;
}

function Senders({ source, onChange }: SendersProps) {
  const { t } = useTexts();
  const { data: doors } = useQuery(syslogDoorsQuery);
  const before = source.senders.join("\n");
  const [typed, setTyped] = useState(before);
  const lines = typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return (
    <>
      <Field label={t("sources.reading.senders")} help={t("sources.reading.senders.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      {doors !== undefined && <p className="quiet">{doorsText(doors, t)}</p>}
      {lines.join("\n") !== before && (
        <div className="act-row">
          <Button onClick={() => onChange(lines)}>{t("action.save")}</Button>
        </div>
      )}
    </>
  );
}

function doorsText({ tcpPort, tlsPort }: SyslogDoors, t: ReturnType<typeof useTexts>["t"]): string {
  const ports = [tlsPort === null ? "" : `TLS ${tlsPort}`, tcpPort === null ? "" : `TCP ${tcpPort}`].filter(
    Boolean,
  );
  return ports.length === 0
    ? t("sources.reading.syslog.off")
    : t("sources.reading.syslog", { ports: ports.join(", ") });
}
