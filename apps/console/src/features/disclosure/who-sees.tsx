// SPDX-License-Identifier: Apache-2.0
/** On a record, for managers of its owner: who saw it, why somebody sees it or not, and taking it back. */
import type { SharedSubject, SharingQuestion, SharingReason } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { colleaguesQuery, organisationsQuery } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { tlpName } from "../../parts/tlp.tsx";
import { useAct } from "../../parts/use-act.ts";
import { DISCLOSURE_KEY, readersQuery, reasonQuery } from "./queries.ts";
import { ROLE_NAME, WAY_TEXT, WHY_TEXT } from "./words.ts";

interface WhoSeesProps {
  readonly subject: SharedSubject;
  readonly owner: string;
  readonly onClose: () => void;
}

export function WhoSeesDialog({ subject, owner, onClose }: WhoSeesProps) {
  const { t } = useTexts();
  return (
    <Dialog title={t("disclosure.whoSees")} isWide onClose={onClose}>
      <Why subject={subject} owner={owner} />
      <ReadersTable subject={subject} />
    </Dialog>
  );
}

type Who = SharingQuestion["who"];
const PERSON = "person ";

function Why({ subject, owner }: Pick<WhoSeesProps, "subject" | "owner">) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<string>();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const { data: colleagues = [] } = useQuery(colleaguesQuery);
  const own = colleagues.filter(({ organisationIds }) => organisationIds.includes(owner));
  const options = [
    {
      label: t("disclosure.why.organisations"),
      options: organisations.map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      label: t("disclosure.why.people"),
      options: own.map(({ id, name }) => ({ value: `${PERSON}${id}`, label: name })),
    },
  ];
  return (
    <section>
      <Field label={t("disclosure.why")} help={t("disclosure.why.help")}>
        {(ids) => (
          <Select<string>
            {...ids}
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t("disclosure.why.choose")}
            value={chosen ?? null}
            options={options}
            onChange={setChosen}
          />
        )}
      </Field>
      {chosen !== undefined && <Answer subject={subject} who={whoOf(chosen)} />}
    </section>
  );
}

function whoOf(chosen: string): Who {
  if (chosen.startsWith(PERSON)) return { personId: chosen.slice(PERSON.length) };
  return { organisationId: chosen };
}

function Answer({ subject, who }: SharingQuestion) {
  const { data, error } = useQuery(reasonQuery({ subject, who }));
  const say = useReasonText();
  if (error !== null) return <ProblemNotice error={error} />;
  return (
    <p className="said" role="status">
      {data === undefined ? "…" : say(data)}
    </p>
  );
}

function useReasonText(): (answer: SharingReason) => string {
  const { t } = useTexts();
  return ({ reason, sharingGroup, role, marking }) => {
    if (reason === "owner" && role !== null)
      return t("disclosure.why.owner.role", { role: t(ROLE_NAME[role]) });
    return t(WHY_TEXT[reason], {
      group: sharingGroup?.name ?? "–",
      marking: marking === null ? "–" : tlpName(marking),
    });
  };
}

function ReadersTable({ subject }: Pick<WhoSeesProps, "subject">) {
  const { t } = useTexts();
  const { data, error } = useQuery(readersQuery(subject));
  return (
    <section>
      <h3>{t("disclosure.readers")}</h3>
      {error !== null && <ProblemNotice error={error} />}
      {data?.length === 0 && <p className="quiet">{t("disclosure.readers.none")}</p>}
      {data !== undefined && data.length > 0 && (
        <div className="scrolls">
          <table className="rows numbers">
            <thead>
              <tr>
                <th>{t("organisation.label")}</th>
                <th>{t("disclosure.readers.role")}</th>
                <th className="number">{t("disclosure.readers.people")}</th>
                <th>{t("disclosure.readers.first")}</th>
                <th>{t("disclosure.readers.last")}</th>
                <th>{t("disclosure.readers.how")}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={`${row.organisationId} ${row.role}`}>
                  <td>{row.name ?? t("disclosure.hidden")}</td>
                  <td>{row.role === null ? "–" : t(ROLE_NAME[row.role])}</td>
                  <td className="number">{row.people}</td>
                  <td>
                    <TimeAgo at={row.firstAt} />
                  </td>
                  <td>
                    <TimeAgo at={row.lastAt} />
                  </td>
                  <td>{row.ways.map((way) => t(WAY_TEXT[way])).join(t("list.and"))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="quiet">{t("disclosure.readers.note")}</p>
    </section>
  );
}

interface RecallProps {
  readonly id: string;
  readonly changes: readonly string[];
  readonly onRecall: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

export function RecallDialog({ id, changes, onRecall, onClose }: RecallProps) {
  const { t } = useTexts();
  const act = useAct([...changes, DISCLOSURE_KEY]);
  return (
    <Dialog title={t("disclosure.recall")} onClose={onClose}>
      <ReasonForm
        name={`recall.${id}`}
        says={<p>{t("disclosure.recall.says")}</p>}
        label={t("reason.label")}
        help={t("disclosure.recall.help")}
        act={t("disclosure.recall.act")}
        isBusy={act.isPending}
        error={act.error}
        onSend={(reason, forget) =>
          act.mutate(() =>
            onRecall(reason).then(() => {
              forget();
              onClose();
            }),
          )
        }
      />
    </Dialog>
  );
}

interface ActsProps {
  readonly isShared: boolean;
  readonly mayRecall: boolean;
  readonly maySeeWho: boolean;
  readonly onWho: () => void;
  readonly onRecall: () => void;
}

export function DisclosureActs({ isShared, mayRecall, maySeeWho, onWho, onRecall }: ActsProps) {
  const { t } = useTexts();
  return (
    <>
      {maySeeWho && <Button onClick={onWho}>{t("disclosure.whoSees")}</Button>}
      {mayRecall && isShared && <Button onClick={onRecall}>{t("disclosure.recall")}</Button>}
    </>
  );
}
