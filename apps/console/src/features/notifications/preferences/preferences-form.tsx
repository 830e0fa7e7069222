// SPDX-License-Identifier: Apache-2.0
/** The choices of one organisation: each kind, the digest, quiet hours. Nothing changes before it is saved. */
import type { NotificationPreferences, NotificationSettings } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { KindRows } from "./kind-rows.tsx";
import { initialOf } from "./view.ts";
import { WhenFields } from "./when-fields.tsx";

interface FormProps {
  readonly settings: NotificationSettings["organisations"][number];
}

export function PreferencesForm({ settings }: FormProps) {
  const { t } = useTexts();
  const [preferences, setPreferences] = useState(() =>
    initialOf(settings, Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const save = useAct(["notifications"]);
  const isChanged = JSON.stringify(preferences) !== JSON.stringify(settings.preferences);
  const change = (part: Partial<NotificationPreferences>) => {
    save.reset();
    setPreferences((before) => ({ ...before, ...part }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(() => hub.notifications.choose(settings.organisationId, preferences));
      }}
    >
      {settings.isDefault && <p className="quiet">{t("preferences.default")}</p>}
      <WhenFields preferences={preferences} onChange={change} />
      <KindRows choices={preferences.choices} onChange={(choices) => change({ choices })} />
      {save.error !== null && <ProblemNotice error={save.error} />}
      <div className="act-row save-row">
        <Button type="primary" htmlType="submit" disabled={!isChanged} loading={save.isPending}>
          {t("action.save")}
        </Button>
        {save.isSuccess && !isChanged && <span role="status">{t("preferences.saved")}</span>}
      </div>
    </form>
  );
}
