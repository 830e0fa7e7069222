// SPDX-License-Identifier: Apache-2.0
/** Whose address is this? For coordinators: who has proved to answer for it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { answeringQuery } from "./queries.ts";
import { CLAIM_METHOD_TEXT } from "./words.ts";

export function Answering() {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [value, setValue] = useState("");
  const { isFetching } = useQuery(answeringQuery(value));
  return (
    <section className="card-part" aria-label={t("answering.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setValue(typed.trim());
        }}
      >
        <Field label={t("answering.title")} help={t("answering.help")}>
          {(ids) => (
            <div className="claim-row">
              <Input
                {...ids}
                maxLength={300}
                allowClear
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              />
              <Button htmlType="submit" disabled={typed.trim() === ""} loading={isFetching}>
                {t("answering.act")}
              </Button>
            </div>
          )}
        </Field>
      </form>
      <div role="status">{value !== "" && <Found value={value} />}</div>
    </section>
  );
}

function Found({ value }: { readonly value: string }) {
  const { t } = useTexts();
  const { data, error } = useQuery(answeringQuery(value));
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined) return null;
  if (data.length === 0) return <p>{t("answering.none", { value })}</p>;
  return (
    <ul className="records">
      {data.map(({ id, name, claim, method, provedAt }) => (
        <li key={`${id} ${claim}`}>
          <Link to="/organisations/$organisationId" params={{ organisationId: id }} search={{}}>
            {name}
          </Link>{" "}
          · <strong>{claim}</strong>
          <p className="quiet">
            {t(CLAIM_METHOD_TEXT[method])} · <TimeAgo at={provedAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}
