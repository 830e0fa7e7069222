// SPDX-License-Identifier: Apache-2.0
/** A mapping made from a sample: paste or take events, choose their fields, see what they would be, and use it. */
import { type MappingPreview, type Source, TIME_FORMATS } from "@fengsui/contract";
import { AutoComplete, Button, Input, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { type MappingDraft, PLACES, type TimeFormat, toDraft, toMapping } from "./mapping-draft.ts";
import { MappingOutcome } from "./mapping-outcome.tsx";
import { useSetMapping, useTryMapping } from "./queries.ts";

const FORMAT_TEXTS = {
  auto: "sources.mapping.format.auto",
  seconds: "sources.mapping.format.seconds",
  milliseconds: "sources.mapping.format.milliseconds",
  microseconds: "sources.mapping.format.microseconds",
  nanoseconds: "sources.mapping.format.nanoseconds",
  pattern: "sources.mapping.format.pattern",
} as const satisfies Record<TimeFormat, string>;

type Trial = "samples" | "events" | "dead_letters";

interface MappingDialogProps {
  readonly source: Source;
  readonly onClose: () => void;
}

export function MappingDialog({ source, onClose }: MappingDialogProps) {
  const { t } = useTexts();
  const [draft, setDraft] = useState(toDraft(source.mapping));
  const [of, setOf] = useState<Trial>(source.eventCount > 0 ? "events" : "samples");
  const [sample, setSample] = useState("");
  const trial = useTryMapping(source.id);
  const set = useSetMapping(source.id);
  const tryIt = () =>
    trial.mutate({ mapping: toMapping(draft), ...(of === "samples" ? { samples: [sample] } : { of }) });
  const use = (mapping: Parameters<typeof set.mutate>[0]) => set.mutate(mapping, { onSuccess: onClose });
  const error = set.error ?? trial.error;
  return (
    <Dialog isWide title={t("sources.mapping.title", { name: source.name })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          tryIt();
        }}
      >
        <p className="quiet">{t("sources.mapping.says")}</p>
        <Samples of={of} onOf={setOf} sample={sample} onSample={setSample} />
        <MappingFields draft={draft} onChange={setDraft} preview={trial.data} />
        {trial.data !== undefined && <MappingOutcome preview={trial.data} />}
        {error !== null && <ProblemNotice error={error} />}
        <div className="act-row">
          <Button
            disabled={of === "samples" && sample.trim() === ""}
            loading={trial.isPending}
            htmlType="submit"
          >
            {t("sources.mapping.try")}
          </Button>
          <Button type="primary" loading={set.isPending} onClick={() => use(toMapping(draft))}>
            {t("sources.mapping.act")}
          </Button>
          {source.mapping !== null && (
            <Button danger onClick={() => use(null)}>
              {t("sources.mapping.remove")}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

interface SamplesProps {
  readonly of: Trial;
  readonly onOf: (of: Trial) => void;
  readonly sample: string;
  readonly onSample: (sample: string) => void;
}

function Samples({ of, onOf, sample, onSample }: SamplesProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("sources.mapping.from")}>
        {(ids) => (
          <Select<Trial>
            {...ids}
            value={of}
            onChange={onOf}
            options={[
              { value: "samples", label: t("sources.mapping.samples") },
              { value: "events", label: t("sources.mapping.events") },
              { value: "dead_letters", label: t("sources.mapping.deadLetters") },
            ]}
          />
        )}
      </Field>
      {of === "samples" && (
        <Field label={t("sources.mapping.sample")} help={t("sources.mapping.sample.help")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={4}
              maxLength={60_000}
              value={sample}
              onChange={({ target }) => onSample(target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}

interface FieldsProps {
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
  /** Its fields can be chosen. */
  readonly preview: MappingPreview | undefined;
}

function MappingFields({ draft, onChange, preview }: FieldsProps) {
  const { t } = useTexts();
  const choices = (preview?.fields ?? []).map(({ path, example }) => ({
    value: path,
    label: `${path}: ${example}`,
  }));
  const put = (part: Partial<MappingDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <Place name="time" value={draft.time} choices={choices} onChange={(time) => put({ time })} />
      {draft.time !== "" && <TimeForm draft={draft} onChange={put} />}
      {PLACES.map((name) => (
        <Place
          key={name}
          name={name}
          value={draft[name]}
          choices={choices}
          onChange={(value) => put({ [name]: value })}
        />
      ))}
      <Field label={t("sources.mapping.fields")} help={t("sources.mapping.fields.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={draft.fields}
            onChange={({ target }) => put({ fields: target.value })}
          />
        )}
      </Field>
      <Field label={t("sources.mapping.logType")} help={t("sources.mapping.logType.help")}>
        {(ids) => (
          <Input {...ids} value={draft.logType} onChange={({ target }) => put({ logType: target.value })} />
        )}
      </Field>
    </>
  );
}

interface PlaceProps {
  readonly name: "time" | (typeof PLACES)[number];
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Place({ name, value, choices, onChange }: PlaceProps) {
  const { t } = useTexts();
  return (
    <Field label={t(`sources.mapping.${name}`)}>
      {(ids) => (
        <AutoComplete
          {...ids}
          value={value}
          options={[...choices]}
          showSearch={{
            filterOption: (typed, option) =>
              option?.label.toLowerCase().includes(typed.toLowerCase()) === true,
          }}
          placeholder={t("sources.mapping.choose")}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

function TimeForm({
  draft,
  onChange,
}: {
  readonly draft: MappingDraft;
  readonly onChange: (part: Partial<MappingDraft>) => void;
}) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("sources.mapping.format")}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.format}
            onChange={(format) => onChange({ format })}
            options={TIME_FORMATS.map((value) => ({ value, label: t(FORMAT_TEXTS[value]) }))}
          />
        )}
      </Field>
      {draft.format === "pattern" && (
        <Field label={t("sources.mapping.pattern")} help={t("sources.mapping.pattern.help")}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.pattern}
              onChange={({ target }) => onChange({ pattern: target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
