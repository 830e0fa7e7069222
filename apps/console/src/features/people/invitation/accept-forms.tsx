// SPDX-License-Identifier: Apache-2.0
/** The three ways in by an invitation: with a new account, by signing in, and as who is signed in already. */
import { type InvitationLook, MIN_PASSWORD_LENGTH, type Session } from "@fengsui/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { forgetPerson, SESSION_KEY } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { PasswordField } from "../../../parts/password-field.tsx";

interface WayProps {
  readonly token: string;
  readonly look: InvitationLook;
}

/** Whoever is signed in then goes on to the overview. */
function useEntry(enter: () => Promise<Session>) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: enter,
    onSuccess: async (session) => {
      queries.clear();
      queries.setQueryData(SESSION_KEY, session);
      await navigate({ to: "/situation", search: {} });
    },
  });
}

export function JoinWithNewAccount({ token, look }: WayProps) {
  const { t, language } = useTexts();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const entry = useEntry(() => hub.access.acceptInvitation({ token, name, password, language }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        entry.mutate();
      }}
    >
      <InvitedAddress look={look} />
      <Field label={t("access.name")} help={t("account.name.help")}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            autoComplete="name"
            autoFocus
            required
            maxLength={200}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <PasswordField
        label={t("access.password")}
        help={t("access.password.help", { count: MIN_PASSWORD_LENGTH })}
        kind="new"
        name="password"
        value={password}
        onChange={setPassword}
      />
      {entry.error !== null && <ProblemNotice error={entry.error} />}
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={name.trim() === "" || password.length < MIN_PASSWORD_LENGTH}
        loading={entry.isPending}
      >
        {t("accept.act.new")}
      </Button>
    </form>
  );
}

export function JoinBySigningIn({ token, look }: WayProps) {
  const { t } = useTexts();
  const [password, setPassword] = useState("");
  const entry = useEntry(async () => {
    await hub.access.signIn({ email: look.email, password });
    await hub.invitations.join(token);
    return await hub.access.session();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        entry.mutate();
      }}
    >
      <InvitedAddress look={look} />
      <PasswordField
        label={t("access.password")}
        kind="current"
        name="password"
        autoFocus
        value={password}
        onChange={setPassword}
      />
      {entry.error !== null && <ProblemNotice error={entry.error} />}
      <Button type="primary" htmlType="submit" block disabled={password === ""} loading={entry.isPending}>
        {t("accept.act.known")}
      </Button>
    </form>
  );
}

export function JoinAsMyself({ token, look, session }: WayProps & { readonly session: Session }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const { person } = session;
  const isMine = person.email.toLowerCase() === look.email.toLowerCase();
  const entry = useEntry(async () => {
    await hub.invitations.join(token);
    return await hub.access.session();
  });
  const signOut = useMutation({
    mutationFn: () => hub.access.signOut(),
    onSuccess: () => forgetPerson(queries),
  });
  if (!isMine)
    return (
      <div className="acts">
        <p>{t("accept.another", { mine: person.email, theirs: look.email })}</p>
        <Button block loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t("layout.signOut")}
        </Button>
        {signOut.error !== null && <ProblemNotice error={signOut.error} />}
      </div>
    );
  return (
    <div className="acts">
      <p>{t("accept.asMyself", { name: person.name, email: person.email })}</p>
      {entry.error !== null && <ProblemNotice error={entry.error} />}
      <Button type="primary" block loading={entry.isPending} onClick={() => entry.mutate()}>
        {t("accept.act.join")}
      </Button>
    </div>
  );
}

/** Whose account it will be; whatever keeps passwords reads it, too. */
function InvitedAddress({ look }: { readonly look: InvitationLook }) {
  const { t } = useTexts();
  return (
    <Field label={t("access.email")}>
      {(ids) => (
        <Input {...ids} type="email" name="email" autoComplete="username" readOnly value={look.email} />
      )}
    </Field>
  );
}
