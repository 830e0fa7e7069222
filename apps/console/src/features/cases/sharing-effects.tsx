// SPDX-License-Identifier: Apache-2.0
/** Before a case is shared: who then sees it, by name and number, and what is wider or narrower than now. */
import type { Case, Sharing } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { colleaguesQuery, organisationsQuery, useOrganisationName, useSession } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { usePersonName } from "../../parts/person-name.tsx";
import { type Effect, effectsOf, isUnfinished } from "./sharing-view.ts";

interface EffectsProps {
  readonly one: Case;
  readonly before: Sharing;
  readonly after: Sharing;
}

export function SharingEffects({ one, before, after }: EffectsProps) {
  const { t } = useTexts();
  const receivers = useReceivers(one.organisationId, after);
  const effectText = useEffectText();
  if (isUnfinished(after)) return <p className="quiet">{t("case.share.nameSomebody")}</p>;
  const effects = effectsOf(before, after);
  const { alerts, notes, tasks } = one.figures;
  return (
    <ul className="says" aria-label={t("case.share.does")}>
      <li>{receivers}</li>
      {after.sharingGroupId !== null && <li>{t("case.share.group")}</li>}
      {effects.map((effect) => (
        <li key={`${effect.how} ${effect.who}`}>{effectText(effect)}</li>
      ))}
      {effects.length === 0 && <li>{t("case.share.same")}</li>}
      {effects.some(({ how }) => how === "wider") && (
        <li>{t("case.share.withIt", { alerts, notes, tasks })}</li>
      )}
      {effects.some(({ how }) => how === "narrower") && <li>{t("case.share.stays")}</li>}
    </ul>
  );
}

/** Of people of other organisations the hub tells nothing, so these are counted by organisation. */
function useReceivers(owner: string, { marking, organisationIds, personIds }: Sharing): string {
  const { t } = useTexts();
  const me = useSession();
  const organisation = useOrganisationName(owner) ?? "–";
  const nameOf = usePersonName();
  const organisationNames = useOrganisationNames();
  const { data: organisations } = useQuery(organisationsQuery);
  const { data: colleagues = [] } = useQuery(colleaguesQuery);
  const own = colleagues.filter((one) => one.id !== me.person.id && one.organisationIds.includes(owner));
  const people = own.length + (me.organisations.some(({ id }) => id === owner) ? 1 : 0);
  if (marking === null) return t("case.share.to.own", { organisation, people });
  if (marking === "clear") return t("case.share.to.clear");
  if (marking === "green") return t("case.share.to.green", { number: organisations?.length ?? "–" });
  if (marking === "red")
    return t("case.share.to.red", { number: personIds.length, names: personIds.map(nameOf).join(", ") });
  const [number, names] = [organisationIds.length, organisationNames(organisationIds)];
  if (number === 0) return t("case.share.to.own", { organisation, people });
  return t("case.share.to.amber", { organisation, people, number, names });
}

function useOrganisationNames(): (ids: readonly string[]) => string {
  const { data = [] } = useQuery(organisationsQuery);
  return (ids) => ids.map((id) => data.find((one) => one.id === id)?.name ?? "–").join(", ");
}

const EFFECT_TEXT: Readonly<Record<Effect["how"], Partial<Record<Effect["who"], TextKey>>>> = {
  wider: {
    all: "case.share.wider.all",
    organisations: "case.share.wider.named",
    people: "case.share.wider.named",
    beyond_people: "case.share.wider.beyondPeople",
  },
  narrower: {
    all: "case.share.narrower.all",
    organisations: "case.share.narrower.named",
    people: "case.share.narrower.named",
    group: "case.share.narrower.group",
    but_people: "case.share.narrower.butPeople",
  },
};

function useEffectText(): (effect: Effect) => string {
  const { t } = useTexts();
  const nameOf = usePersonName();
  const organisationNames = useOrganisationNames();
  return ({ how, who, ids }) => {
    const key = EFFECT_TEXT[how][who];
    if (key === undefined) return "";
    const names = who === "organisations" ? organisationNames(ids) : ids.map(nameOf).join(", ");
    return t(key, { number: ids.length, names });
  };
}
