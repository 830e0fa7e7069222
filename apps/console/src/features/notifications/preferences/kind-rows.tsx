// SPDX-License-Identifier: Apache-2.0
/** Each kind of notification: how it comes, and from which level on. */
import {
  NOTIFICATION_CHANNELS,
  type NotificationChannel,
  type NotificationChoice,
  type NotificationKind,
  type NotificationPreferences,
} from "@fengsui/contract";
import { Select } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { LEVEL_TEXT, type Level } from "../../../parts/words.ts";
import { CHANNEL_TEXT, KIND_GROUPS, KIND_TEXT } from "../words.ts";

type Choices = NotificationPreferences["choices"];

const LEVELS: readonly Level[] = ["informational", "low", "medium", "high", "critical"];

interface RowsProps {
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

export function KindRows({ choices, onChange }: RowsProps) {
  const { t } = useTexts();
  return (
    <>
      {KIND_GROUPS.map(({ text, kinds }) => (
        <table key={text} className="rows kind-rows">
          <caption>{t(text)}</caption>
          <thead>
            <tr>
              <th scope="col">{t("notifications.what")}</th>
              <th scope="col">{t("preferences.how")}</th>
              <th scope="col">{t("preferences.from")}</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <KindRow
                key={kind}
                kind={kind}
                choice={choices[kind]}
                onChange={(choice) => onChange({ ...choices, [kind]: choice })}
              />
            ))}
          </tbody>
        </table>
      ))}
    </>
  );
}

interface RowProps {
  readonly kind: NotificationKind;
  readonly choice: NotificationChoice;
  readonly onChange: (choice: NotificationChoice) => void;
}

function KindRow({ kind, choice, onChange }: RowProps) {
  const { t } = useTexts();
  const name = t(KIND_TEXT[kind]);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Select<NotificationChannel>
          aria-label={`${name}: ${t("preferences.how")}`}
          value={choice.channel}
          options={NOTIFICATION_CHANNELS.map((value) => ({ value, label: t(CHANNEL_TEXT[value]) }))}
          onChange={(channel) => onChange({ ...choice, channel })}
        />
      </td>
      <td>
        <Select<Level>
          aria-label={`${name}: ${t("preferences.from")}`}
          disabled={choice.channel === "off"}
          value={choice.lowestLevel}
          options={LEVELS.map((value) => ({ value, label: t(LEVEL_TEXT[value]) }))}
          onChange={(lowestLevel) => onChange({ ...choice, lowestLevel })}
        />
      </td>
    </tr>
  );
}
