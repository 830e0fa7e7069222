// SPDX-License-Identifier: Apache-2.0
/**
 * Where a provider sends the browser back to. The page gives the hub what came along, with a request of its own: it
 * carries the cookies that no page of another site can have sent.
 */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { SESSION_KEY, sessionQuery } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { AccessFrame } from "./access-frame.tsx";
import { ASKED, CodeField, codeOf, isCodeAsked } from "./code-field.tsx";
import { purposeOf, takeNext } from "./provider-return.ts";

export function ProviderReturnPage() {
  const { t } = useTexts();
  const router = useRouter();
  const queries = useQueryClient();
  const [query] = useState(() => window.location.search.replace(/^\?/, ""));
  const purpose = purposeOf(query);
  const back = useQuery({
    queryKey: ["provider-return", query],
    queryFn: async () => {
      // What came along is good once, and stands in no address that is looked at later.
      window.history.replaceState(window.history.state, "", window.location.pathname);
      if (purpose === "enter") queries.setQueryData(SESSION_KEY, await hub.access.enterByProvider(query));
      else {
        // The token against forged requests comes with the session.
        await queries.fetchQuery(sessionQuery);
        await hub.identities.finishConnecting(query);
      }
      router.history.replace(purpose === "enter" ? takeNext() : "/account");
      return true;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <AccessFrame title={t("signIn.return.title")} lead={back.error === null ? t("signIn.return.wait") : ""}>
      {isCodeAsked(back.error) ? <CodeForm /> : back.error !== null && <ProblemNotice error={back.error} />}
      {back.error !== null &&
        (purpose === "enter" ? (
          <Link to="/sign-in" search={{}}>
            {t("signIn.return.again")}
          </Link>
        ) : (
          <Link to="/account">{t("signIn.return.account")}</Link>
        ))}
    </AccessFrame>
  );
}

function CodeForm() {
  const { t } = useTexts();
  const router = useRouter();
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const enter = useMutation({
    mutationFn: () => hub.access.enterWithCode(code),
    onSuccess: (session) => {
      queries.setQueryData(SESSION_KEY, session);
      router.history.replace(takeNext());
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <CodeField code={code} onChange={setCode} />
      {enter.error !== null && codeOf(enter.error) !== ASKED && <ProblemNotice error={enter.error} />}
      <Button type="primary" htmlType="submit" block loading={enter.isPending}>
        {t("signIn.return.act")}
      </Button>
    </form>
  );
}
