// SPDX-License-Identifier: Apache-2.0
import { LANGUAGES } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useSession } from "../../../app/session.ts";
import { type Language, speak } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useChangePerson } from "./queries.ts";

/** Each in its own words, for who cannot read the other. */
const LANGUAGE_NAME: Readonly<Record<Language, string>> = { en: "English", "zh-CN": "中文" };

export function ProfileForm() {
  const { t, language } = useTexts();
  const { person } = useSession();
  const [name, setName] = useState(person.name);
  const change = useChangePerson();
  const speakIt = async (next: Language) => {
    await speak(next);
    change.mutate({ language: next });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ name: name.trim() });
      }}
    >
      <Field label={t("access.name")} help={t("account.name.help")}>
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={200}
            autoComplete="name"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <div className="field">
        <span className="field-label">{t("account.language")}</span>
        <Choices
          label={t("account.language")}
          value={language}
          choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAME[value] }))}
          onChange={(next) => void speakIt(next)}
        />
      </div>
      {change.error !== null && <ProblemNotice error={change.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={name.trim() === "" || name.trim() === person.name}
          loading={change.isPending}
        >
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
