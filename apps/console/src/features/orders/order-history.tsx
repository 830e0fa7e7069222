// SPDX-License-Identifier: Apache-2.0
/** All that happened to an order, the newest first: both sides read the same. */
import type { OrderDetail } from "@fengsui/contract";
import { z } from "zod";
import { useTexts } from "../../app/use-texts.ts";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { usePersonName } from "../../parts/person-name.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { ORDER_ENTRY_TEXT } from "./texts.ts";

const DETAIL = z.object({ reason: z.string().catch(""), name: z.string().catch("") });

export function OrderHistory({ detail: { entries } }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  return (
    <section aria-label={t("order.history")}>
      <h3>{t("order.history")}</h3>
      <ol className="timeline">
        {entries.toReversed().map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { readonly entry: OrderDetail["entries"][number] }) {
  const { t } = useTexts();
  const nameOf = usePersonName();
  const { reason, name } = DETAIL.parse(entry.detail);
  return (
    <li>
      <TimeAgo at={entry.createdAt} />
      <div>
        <strong>{entry.personId === null ? t("actor.hub") : nameOf(entry.personId)}</strong>
        {entry.organisationId !== null && (
          <span className="quiet">
            {" ("}
            <OrganisationName id={entry.organisationId} />)
          </span>
        )}
        : {t(ORDER_ENTRY_TEXT[entry.kind])} {name}
        {reason !== "" && <p className="said">{reason}</p>}
      </div>
    </li>
  );
}
