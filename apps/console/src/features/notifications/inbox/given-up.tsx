// SPDX-License-Identifier: Apache-2.0
/** Mails and calls that did not arrive are nothing to find out by chance. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { givenUpQuery } from "../queries.ts";

export function GivenUp() {
  const { t } = useTexts();
  const { data = 0 } = useQuery(givenUpQuery);
  if (data === 0) return null;
  return (
    <p className="notice" role="status">
      {t("notifications.givenUp", { count: data })}{" "}
      <Link to="/notifications" search={{ view: "deliveries" }}>
        {t("notifications.view.deliveries")}
      </Link>
    </p>
  );
}
