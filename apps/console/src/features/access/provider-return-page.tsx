// SPDX-License-Identifier: Apache-2.0
/**
 * Where a provider sends the browser back to. The page gives the hub what came along, with a request of its own: it
 * carries the cookies that no page of another site can have sent.
 */
import type { ProviderPurpose } from "@fengsui/contract";
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { tellProved } from "../../app/proof-elsewhere.ts";
import { SESSION_KEY, sessionQuery } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { AccessFrame } from "./access-frame.tsx";
import { ASKED, CodeField, codeOf, isCodeAsked } from "./code-field.tsx";
import { purposeOf, takeNext } from "./provider-return.ts";

interface Way {
  readonly give: (query: string, queries: QueryClient) => Promise<unknown>;
  /** Where the hub asks for one. */
  readonly giveCode?: (code: string, queries: QueryClient) => Promise<unknown>;
  /** Where the page goes; undefined where it stays. */
  readonly next: () => string | undefined;
}

const WAYS: Readonly<Record<ProviderPurpose, Way>> = {
  enter: {
    give: async (query, queries) =>
      queries.setQueryData(SESSION_KEY, await hub.access.enterByProvider(query)),
    giveCode: async (code, queries) =>
      queries.setQueryData(SESSION_KEY, await hub.access.enterWithCode(code)),
    next: takeNext,
  },
  connect: {
    give: async (query, queries) => {
      await knowSession(queries);
      return await hub.identities.finishConnecting(query);
    },
    next: () => "/account",
  },
  prove: {
    give: async (query, queries) => {
      await knowSession(queries);
      return await hub.identities.finishProving(query);
    },
    giveCode: (code) => hub.identities.proveWithCode(code),
    next: () => {
      tellProved();
      window.close();
      return undefined;
    },
  },
};

/** The token against forged requests comes with the session. */
async function knowSession(queries: QueryClient): Promise<void> {
  await queries.fetchQuery(sessionQuery);
}

export function ProviderReturnPage() {
  const { t } = useTexts();
  const router = useRouter();
  const queries = useQueryClient();
  const [query] = useState(() => window.location.search.replace(/^\?/, ""));
  const [isDone, setDone] = useState(false);
  const way = WAYS[purposeOf(query)];
  const goOn = () => {
    const next = way.next();
    if (next === undefined) setDone(true);
    else router.history.replace(next);
  };
  const back = useQuery({
    queryKey: ["provider-return", query],
    queryFn: async () => {
      // What came along is good once, and stands in no address that is looked at later.
      window.history.replaceState(window.history.state, "", window.location.pathname);
      await way.give(query, queries);
      goOn();
      return true;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const isWaiting = back.error === null && !isDone;
  return (
    <AccessFrame title={t("signIn.return.title")} lead={isWaiting ? t("signIn.return.wait") : ""}>
      {isDone ? <Proved /> : back.error !== null && <Failure error={back.error} way={way} onGiven={goOn} />}
      {back.error !== null && !isDone && <WayOut purpose={purposeOf(query)} />}
    </AccessFrame>
  );
}

interface FailureProps {
  readonly error: Error;
  readonly way: Way;
  readonly onGiven: () => void;
}

function Failure({ error, way: { giveCode }, onGiven }: FailureProps) {
  if (giveCode === undefined || !isCodeAsked(error)) return <ProblemNotice error={error} />;
  return <CodeForm give={giveCode} onGiven={onGiven} />;
}

function WayOut({ purpose }: { readonly purpose: ProviderPurpose }) {
  const { t } = useTexts();
  if (purpose === "enter")
    return (
      <Link to="/sign-in" search={{}}>
        {t("signIn.return.again")}
      </Link>
    );
  if (purpose === "connect") return <Link to="/account">{t("signIn.return.account")}</Link>;
  return <p className="quiet">{t("signIn.return.close")}</p>;
}

/** Most browsers have closed the window by now. */
function Proved() {
  const { t } = useTexts();
  const router = useRouter();
  return (
    <div className="acts">
      <p role="status">{t("signIn.return.proved")}</p>
      <Button onClick={() => router.history.replace(takeNext())}>{t("signIn.return.here")}</Button>
    </div>
  );
}

interface CodeFormProps {
  readonly give: NonNullable<Way["giveCode"]>;
  readonly onGiven: () => void;
}

function CodeForm({ give, onGiven }: CodeFormProps) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const act = useMutation({ mutationFn: () => give(code, queries), onSuccess: onGiven });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <CodeField code={code} onChange={setCode} />
      {act.error !== null && codeOf(act.error) !== ASKED && <ProblemNotice error={act.error} />}
      <Button type="primary" htmlType="submit" block loading={act.isPending}>
        {t("signIn.return.act")}
      </Button>
    </form>
  );
}
