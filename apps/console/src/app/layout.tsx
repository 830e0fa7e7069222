// SPDX-License-Identifier: Apache-2.0
/** What is around every page inside: where one is, where one can go, as whom, in which language. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useKeys } from "../parts/use-keys.ts";
import { Demo } from "./demo.tsx";
import { GoAnywhere } from "./go-anywhere.tsx";
import { hub } from "./hub.ts";
import { KeyHelp } from "./key-help.tsx";
import { useLive } from "./live.ts";
import { Navigation } from "./navigation.tsx";
import { ProofGate } from "./proof-gate.tsx";
import { SessionContext, sessionQuery, useSession } from "./session.ts";
import { useSignOut } from "./sign-out.ts";
import { speak } from "./texts.ts";
import { choose, useShade } from "./theme.ts";
import { useTexts } from "./use-texts.ts";

export function Layout() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const router = useRouter();
  useEffect(() => {
    // The session ended elsewhere: the address is looked at anew, and leads to the way in.
    if (session === null) void router.invalidate();
  }, [session, router]);
  if (session === null) return null;
  return (
    <SessionContext value={session}>
      <Shell />
    </SessionContext>
  );
}

function Shell() {
  const { t, language } = useTexts();
  const session = useSession();
  const navigate = useNavigate();
  const shade = useShade();
  const { provider, signOut, signOutThere } = useSignOut();
  const isLive = useLive();
  const [shown, setShown] = useState<"nothing" | "keys" | "anywhere">("nothing");
  useKeys({ "?": () => setShown("keys"), "mod+k": () => setShown("anywhere") });

  const switchLanguage = async () => {
    const other = language === "en" ? "zh-CN" : "en";
    await speak(other);
    // The language is of the person too, for mails; here it holds already.
    await hub.access.changePerson({ language: other }).catch(() => undefined);
  };
  const switchShade = () => choose(shade === "dark" ? "light" : "dark");
  const acts = [
    { name: t("layout.account"), run: () => navigate({ to: "/account", search: {} }) },
    { name: t("layout.apiKeys"), run: () => navigate({ to: "/keys", search: {} }) },
    { name: t("layout.language"), run: switchLanguage },
    { name: t(shade === "dark" ? "layout.light" : "layout.dark"), run: switchShade },
    { name: t("layout.keys"), run: () => setShown("keys") },
    { name: t("layout.signOut"), run: () => signOut() },
    ...(provider === undefined
      ? []
      : [{ name: t("layout.signOut.there", { provider }), run: () => signOutThere() }]),
  ];
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t("layout.skip")}
      </a>
      <Navigation
        person={session.person.name}
        acts={acts}
        isLive={isLive}
        onGoAnywhere={() => setShown("anywhere")}
      />
      <div className="content-column">
        <Demo onSignOut={signOut} />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <ProofGate />
      {shown === "keys" && <KeyHelp onClose={() => setShown("nothing")} />}
      {shown === "anywhere" && <GoAnywhere acts={acts} onClose={() => setShown("nothing")} />}
    </div>
  );
}
