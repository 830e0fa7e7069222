// SPDX-License-Identifier: Apache-2.0
/** What became of an asset, and of those that are part of it now. */
import { useQuery } from "@tanstack/react-query";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { PersonName } from "../../../parts/person-name.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { assetHistoryQuery } from "../queries.ts";
import { BECAUSE_TEXT, isMergeReason } from "./kinds.ts";

const ACTION_TEXT: Readonly<Record<string, TextKey>> = {
  create: "history.create",
  change: "history.change",
  identify: "history.identify",
  end_identifier: "history.endIdentifier",
  merge: "history.merge",
  merge_into: "history.mergeInto",
  split: "history.split",
  split_from: "history.splitFrom",
  accept_host: "history.acceptHost",
};

export function AssetHistory({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { data, error } = useQuery(assetHistoryQuery(id));
  return (
    <section aria-label={t("history.title")}>
      <h3>{t("history.title")}</h3>
      {error !== null && <ProblemNotice error={error} />}
      <ul className="comments">
        {data?.map(({ id: entryId, at, personId, action, detail }) => {
          const text = ACTION_TEXT[action];
          const reason = detail["reason"];
          return (
            <li key={entryId}>
              <strong>{text === undefined ? action : t(text)}</strong>{" "}
              <span className="quiet">
                <TimeAgo at={at} />
                {personId !== null && (
                  <>
                    {" · "}
                    <PersonName id={personId} />
                  </>
                )}
              </span>
              {typeof reason === "string" && (
                <p>{isMergeReason(reason) ? t(BECAUSE_TEXT[reason]) : reason}</p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
