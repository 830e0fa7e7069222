// SPDX-License-Identifier: Apache-2.0
/** The first administrator, by the one-time link that the hub prints. */
import { MIN_PASSWORD_LENGTH } from "@fengsui/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { SESSION_KEY } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { AccessFrame } from "./access-frame.tsx";
import { EMPTY_DRAFT, isComplete, tokenOf } from "./view.ts";

export function SetupPage() {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [token] = useState(() => tokenOf(window.location.hash));
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const setUp = useMutation({
    mutationFn: () => hub.access.setUp({ token, language, ...draft }),
    onSuccess: async (session) => {
      queries.setQueryData(SESSION_KEY, session);
      await navigate({ to: "/sources", search: { add: "yes" } });
    },
  });
  if (token === "")
    return (
      <AccessFrame title={t("setup.title")} lead={t("setup.noToken")}>
        <Link to="/sign-in" search={{}}>
          {t("setup.toSignIn")}
        </Link>
      </AccessFrame>
    );
  const bind = (name: keyof typeof draft) => ({
    name,
    required: true,
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => setDraft({ ...draft, [name]: target.value }),
  });
  return (
    <AccessFrame title={t("setup.title")} lead={t("setup.lead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <Field label={t("setup.organisation")} help={t("setup.organisation.help")}>
          {(ids) => <Input {...ids} {...bind("organisation")} autoFocus autoComplete="organization" />}
        </Field>
        <Field label={t("access.name")}>
          {(ids) => <Input {...ids} {...bind("name")} autoComplete="name" />}
        </Field>
        <Field label={t("access.email")}>
          {(ids) => <Input {...ids} {...bind("email")} type="email" autoComplete="username" />}
        </Field>
        <Field label={t("access.password")} help={t("access.password.help", { count: MIN_PASSWORD_LENGTH })}>
          {(ids) => <Input {...ids} {...bind("password")} type="password" autoComplete="new-password" />}
        </Field>
        {setUp.error !== null && <ProblemNotice error={setUp.error} />}
        <Button
          type="primary"
          htmlType="submit"
          block
          disabled={!isComplete(draft, MIN_PASSWORD_LENGTH)}
          loading={setUp.isPending}
        >
          {t("setup.act")}
        </Button>
      </form>
    </AccessFrame>
  );
}
