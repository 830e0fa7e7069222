// SPDX-License-Identifier: Apache-2.0
/** How much one was told that one has not read, beside the way there. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { hub } from "./hub.ts";
import { useTexts } from "./use-texts.ts";

/** The hub counts up to it. */
const MANY = 100;

const unreadQuery = queryOptions({
  queryKey: ["notifications", "unread"],
  queryFn: async ({ signal }) => (await hub.notifications.list({ limit: 1 }, signal)).unread,
});

export function Unread() {
  const { t } = useTexts();
  const { data = 0 } = useQuery(unreadQuery);
  if (data === 0) return null;
  const count = data >= MANY ? `${MANY - 1}+` : `${data}`;
  return (
    <span className="count-badge" title={t("nav.unread", { count })}>
      <span aria-hidden="true">{count}</span>
      <span className="unseen">{t("nav.unread", { count })}</span>
    </span>
  );
}
