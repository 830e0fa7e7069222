// SPDX-License-Identifier: Apache-2.0
/** When mails come: the time of the daily one, quiet hours, and what comes in spite of them. */
import type { NotificationPreferences, QuietHours } from "@fengsui/contract";
import { Input, Select, Switch } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { LEVEL_TEXT, type Level } from "../../../parts/words.ts";
import { clockOf, minuteOf, NIGHT } from "./view.ts";

const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "informational"];

interface WhenProps {
  readonly preferences: NotificationPreferences;
  readonly onChange: (part: Partial<NotificationPreferences>) => void;
}

export function WhenFields({ preferences, onChange }: WhenProps) {
  const { t } = useTexts();
  const { dailyAt, timeZone, quietHours, urgentLevel } = preferences;
  return (
    <fieldset className="when-fields">
      <legend>{t("preferences.when")}</legend>
      <Field label={t("preferences.timeZone")}>
        {(ids) => (
          <Select<string>
            {...ids}
            showSearch={{ optionFilterProp: "label" }}
            value={timeZone}
            options={zonesWith(timeZone).map((zone) => ({ value: zone, label: zone }))}
            onChange={(zone) => onChange({ timeZone: zone })}
          />
        )}
      </Field>
      <ClockField
        label={t("preferences.dailyAt")}
        minute={dailyAt}
        onChange={(minute) => onChange({ dailyAt: minute })}
      />
      <Field label={t("preferences.quiet")} help={t("preferences.quiet.help")}>
        {(ids) => (
          <Switch
            {...ids}
            checked={quietHours !== null}
            onChange={(isOn) => onChange({ quietHours: isOn ? NIGHT : null })}
          />
        )}
      </Field>
      {quietHours !== null && (
        <QuietFields quietHours={quietHours} onChange={(next) => onChange({ quietHours: next })} />
      )}
      {quietHours !== null && (
        <Field label={t("preferences.urgent")} help={t("preferences.urgent.help")}>
          {(ids) => (
            <Select<Level>
              {...ids}
              value={urgentLevel}
              options={LEVELS.map((value) => ({ value, label: t(LEVEL_TEXT[value]) }))}
              onChange={(level) => onChange({ urgentLevel: level })}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}

interface QuietProps {
  readonly quietHours: QuietHours;
  readonly onChange: (quietHours: QuietHours) => void;
}

function QuietFields({ quietHours, onChange }: QuietProps) {
  const { t } = useTexts();
  return (
    <>
      <ClockField
        label={t("preferences.quiet.from")}
        minute={quietHours.from}
        onChange={(from) => onChange({ ...quietHours, from })}
      />
      <ClockField
        label={t("preferences.quiet.to")}
        minute={quietHours.to}
        onChange={(to) => onChange({ ...quietHours, to })}
      />
    </>
  );
}

interface ClockProps {
  readonly label: string;
  readonly minute: number;
  readonly onChange: (minute: number) => void;
}

function ClockField({ label, minute, onChange }: ClockProps) {
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          {...ids}
          type="time"
          required
          value={clockOf(minute)}
          onChange={({ target }) => {
            const next = minuteOf(target.value);
            if (next !== undefined) onChange(next);
          }}
        />
      )}
    </Field>
  );
}

/** The browser may know the chosen one by another name. */
function zonesWith(chosen: string): readonly string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(chosen) ? known : [chosen, ...known];
}
