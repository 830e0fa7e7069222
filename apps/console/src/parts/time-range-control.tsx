// SPDX-License-Identifier: Apache-2.0
/** The one control for a range of time: the last so long, or from one time to another. */
import { Button, Input, Select } from "antd";
import { useState } from "react";
import type { TextKey } from "../app/texts.ts";
import { useTexts } from "../app/use-texts.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { shortTime, zoneName } from "./time.ts";
import { ANY_TIME, lastSpan, resolveRange, SPANS, type Span, spanOf, type TimeRange } from "./time-range.ts";

const SPAN_TEXT: Readonly<Record<Span, TextKey>> = {
  "15m": "span.quarter",
  "1h": "span.hour",
  "4h": "span.hours",
  "24h": "span.day",
  "7d": "span.week",
  "30d": "span.month",
};

interface ControlProps {
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
  /** Any time can be chosen too. */
  readonly hasAny?: boolean;
}

type Choice = Span | "any" | "exact" | "choose";

export function TimeRangeControl({ range, onChange, hasAny = false }: ControlProps) {
  const { t } = useTexts();
  const [isChoosing, setIsChoosing] = useState(false);
  const span = spanOf(range);
  const exact = resolveRange(range, Date.now());
  const options: { value: Choice; label: string }[] = [
    ...(hasAny ? [{ value: "any" as const, label: t("span.all") }] : []),
    ...SPANS.map((value) => ({ value, label: t(SPAN_TEXT[value]) })),
    ...(span === undefined && exact !== undefined
      ? [{ value: "exact" as const, label: `${shortTime(exact.from)} – ${shortTime(exact.to)}` }]
      : []),
    { value: "choose", label: t("span.choose") },
  ];
  const choose = (choice: Choice) => {
    if (choice === "choose") setIsChoosing(true);
    else if (choice === "any") onChange(ANY_TIME);
    else if (choice !== "exact") onChange(lastSpan(choice));
  };
  return (
    <>
      <Select<Choice>
        aria-label={t("span.label")}
        className="time-range"
        popupMatchSelectWidth={false}
        value={span ?? (exact === undefined ? "any" : "exact")}
        options={options}
        onChange={choose}
      />
      {isChoosing && (
        <ExactRange
          range={range}
          onChange={(next) => {
            setIsChoosing(false);
            onChange(next);
          }}
          onClose={() => setIsChoosing(false)}
        />
      )}
    </>
  );
}

interface ExactProps extends ControlProps {
  readonly onClose: () => void;
}

function ExactRange({ range, onChange, onClose }: ExactProps) {
  const { t } = useTexts();
  const [opened] = useState(
    () => resolveRange(range, Date.now()) ?? { from: Date.now() - DAY_MS, to: Date.now() },
  );
  const [from, setFrom] = useState(localText(opened.from));
  const [to, setTo] = useState(localText(opened.to));
  const isSound = from !== "" && to !== "" && from < to;
  return (
    <Dialog title={t("span.choose.title")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // To React, a form that the control stands in is around this one.
          event.stopPropagation();
          if (isSound) onChange({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
        }}
      >
        <Field label={t("span.from")} help={t("span.zone", { zone: zoneName() })}>
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              step={1}
              value={from}
              onChange={(e) => setFrom(e.target.value)}
            />
          )}
        </Field>
        <Field label={t("span.to")}>
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              step={1}
              value={to}
              onChange={(e) => setTo(e.target.value)}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" disabled={!isSound}>
          {t("span.use")}
        </Button>
      </form>
    </Dialog>
  );
}

const DAY_MS = 24 * 60 * 60_000;

/** As the browser's own input wants it: in the viewer's zone, without naming it. */
function localText(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
