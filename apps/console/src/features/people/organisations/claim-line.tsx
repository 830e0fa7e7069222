// SPDX-License-Identifier: Apache-2.0
/** One claim: where it stands, how it is proved, and what can be done about it. */
import type { Claim } from "@fengsui/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { OrganisationName } from "./organisation-name.tsx";
import { claimsQuery } from "./queries.ts";
import { CLAIM_METHOD_TEXT, CLAIM_OUTCOME_TEXT, CLAIM_STATE_TEXT } from "./words.ts";

interface ClaimLineProps {
  readonly claim: Claim;
  readonly mayKeep: boolean;
  readonly mayConfirm: boolean;
}

export function ClaimLine({ claim, mayKeep, mayConfirm }: ClaimLineProps) {
  const { t } = useTexts();
  const { value, state, method, provedAt, note, outcome, checkedAt, overlaps } = claim;
  return (
    <li className="claim">
      <details>
        <summary>
          <strong className="claim-value">{value}</strong>{" "}
          <span className={`claim-state ${state}`}>{t(CLAIM_STATE_TEXT[state])}</span>
        </summary>
        {method !== null && provedAt !== null && (
          <p>
            {t(CLAIM_METHOD_TEXT[method])} · <TimeAgo at={provedAt} />
            {note !== null && <span className="quiet"> · {note}</span>}
          </p>
        )}
        {outcome !== null && checkedAt !== null && (
          <p className="quiet">
            {t(CLAIM_OUTCOME_TEXT[outcome])} · <TimeAgo at={checkedAt} />
          </p>
        )}
        {mayKeep && state !== "proved" && <HowToProve claim={claim} />}
        {mayKeep && <ClaimActs claim={claim} mayConfirm={mayConfirm} />}
      </details>
      {overlaps.map((other) => (
        <p key={`${other.organisationId} ${other.value}`} className="why">
          {t("claims.overlap", { value: other.value })} <OrganisationName id={other.organisationId} /> (
          {t(CLAIM_STATE_TEXT[other.state])})
        </p>
      ))}
    </li>
  );
}

function HowToProve({ claim: { challenge } }: { readonly claim: Claim }) {
  const { t } = useTexts();
  const { text, record, file } = challenge;
  if (record === null && file === null) return <p>{t("claims.prove.coordinator")}</p>;
  return (
    <>
      <p>{t("claims.prove.text")}</p>
      <Copyable text={text} />
      {record !== null && (
        <>
          <p>{t("claims.prove.record")}</p>
          <Copyable text={record} />
        </>
      )}
      {file !== null && (
        <>
          <p>{t(record === null ? "claims.prove.file" : "claims.prove.orFile")}</p>
          <Copyable text={file} />
        </>
      )}
    </>
  );
}

function Copyable({ text }: { readonly text: string }) {
  return (
    <div className="act-row">
      <code className="claim-value">{text}</code>
      <CopyButton text={text} />
    </div>
  );
}

function ClaimActs({ claim, mayConfirm }: Pick<ClaimLineProps, "claim" | "mayConfirm">) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const { id, organisationId, challenge, state } = claim;
  const [address, setAddress] = useState("");
  const [note, setNote] = useState<string>();
  const onSettled = async () =>
    await queries.invalidateQueries({ queryKey: claimsQuery(organisationId).queryKey });
  const check = useMutation({
    mutationFn: () => hub.constituency.check(organisationId, id, address.trim() || undefined),
    onSettled,
  });
  const confirm = useMutation({
    mutationFn: (reason: string) => hub.constituency.confirm(organisationId, id, reason),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: () => hub.constituency.withdraw(organisationId, id),
    onSettled,
  });
  const error = check.error ?? confirm.error ?? withdraw.error;
  const mayLook = challenge.record !== null || challenge.file !== null;
  return (
    <>
      {challenge.needsAddress && (
        <Input
          aria-label={t("claims.address")}
          placeholder={t("claims.address")}
          maxLength={100}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
      )}
      <div className="act-row">
        {mayLook && (
          <Button type="primary" size="small" loading={check.isPending} onClick={() => check.mutate()}>
            {t("claims.check")}
          </Button>
        )}
        {mayConfirm && state !== "proved" && note === undefined && (
          <Button size="small" onClick={() => setNote("")}>
            {t("claims.confirm")}
          </Button>
        )}
        <Button size="small" type="text" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {t("claims.withdraw")}
        </Button>
      </div>
      {note !== undefined && state !== "proved" && (
        <div className="claim-row">
          <Input
            aria-label={t("claims.confirm.note")}
            placeholder={t("claims.confirm.note")}
            maxLength={1000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
          <Button
            disabled={note.trim() === ""}
            loading={confirm.isPending}
            onClick={() => confirm.mutate(note)}
          >
            {t("claims.confirm.act")}
          </Button>
        </div>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </>
  );
}
