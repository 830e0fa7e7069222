// SPDX-License-Identifier: Apache-2.0
/** Why a rule matched an event: the tree of the rule, each part with whether it is true, and what the event has there. */
import type { AlertExplanation, ExplainedPart } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { type ExplainedTree, nestParts, piecesOf } from "./explained-tree.ts";
import { explanationQuery } from "./queries.ts";

interface ExplanationProps {
  readonly alertId: string;
  readonly eventId: string;
}

/** Asked for when it is opened. */
export function Explanation({ alertId, eventId }: ExplanationProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="explanation" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t("alert.explain")}</summary>
      {isOpen && <Explained alertId={alertId} eventId={eventId} />}
    </details>
  );
}

function Explained({ alertId, eventId }: ExplanationProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(explanationQuery(alertId, eventId));
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <div className="panel-skeleton" aria-hidden="true" />;
  return (
    <>
      {!data.isDecided ? (
        <p>{t("alert.explain.undecided")}</p>
      ) : (
        !data.matched && <p className="quiet">{t("alert.explain.differs")}</p>
      )}
      <ul className="explained">
        <LogSource of={data} />
        {nestParts(data.parts).map((tree) => (
          <Part key={tree.place} tree={tree} />
        ))}
      </ul>
      {data.isCut && <p className="quiet">{t("alert.explain.cut")}</p>}
      <p className="quiet">
        <Link to="/rules" search={{ open: data.ruleId }}>
          {t("alert.explain.version", { version: data.ruleVersion })}
        </Link>
      </p>
    </>
  );
}

function LogSource({ of: { logSource } }: { readonly of: AlertExplanation }) {
  const { t } = useTexts();
  const { applies, rule, event } = logSource;
  return (
    <li>
      <Sign isTrue={applies} /> {t("alert.explain.logSource")} <code>{rule.join(" / ")}</code>
      {event.length > 0 && (
        <span className="quiet"> {t("alert.explain.eventSource", { source: event.join(" / ") })}</span>
      )}
    </li>
  );
}

function Part({ tree: { part, under } }: { readonly tree: ExplainedTree }) {
  return (
    <li>
      <Sign isTrue={part.matched} /> {part.selection !== undefined && <strong>{part.selection}: </strong>}
      {part.item === undefined ? <Kind of={part} /> : <Item item={part.item} />}
      {under.length > 0 && (
        <ul>
          {under.map((tree) => (
            <Part key={tree.place} tree={tree} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** A sign that is read out, and of a shape of its own. */
function Sign({ isTrue }: { readonly isTrue: boolean }) {
  const { t } = useTexts();
  return (
    <span
      className={isTrue ? "sign true" : "sign"}
      role="img"
      aria-label={t(isTrue ? "alert.explain.true" : "alert.explain.false")}
    >
      {isTrue ? "✓" : "✗"}
    </span>
  );
}

const KIND_TEXT = {
  all: "alert.explain.all",
  any: "alert.explain.any",
  not: "alert.explain.not",
  constant: "alert.explain.constant",
  item: "alert.explain.any",
} as const;

function Kind({ of: { kind } }: { readonly of: ExplainedPart }) {
  const { t } = useTexts();
  return <>{t(KIND_TEXT[kind])}</>;
}

type ItemParts = NonNullable<ExplainedPart["item"]>;

function Item({ item }: { readonly item: ItemParts }) {
  const { t } = useTexts();
  const { field, modifiers, needs, values, moreValues } = item;
  const [only] = values;
  const isOne = values.length === 1 && moreValues === 0;
  return (
    <>
      {field === "" ? t("alert.keyword") : <code>{field}</code>}
      {modifiers.map((modifier) => (
        <code key={modifier} className="quiet">
          |{modifier}
        </code>
      ))}
      {": "}
      {isOne && only !== undefined ? (
        <code>{only.value}</code>
      ) : (
        t(needs === "all" ? "alert.explain.all" : "alert.explain.any")
      )}
      {!isOne && (
        <ul>
          {values.map(({ value, operator, matched }) => (
            <li key={`${operator} ${value}`}>
              <Sign isTrue={matched} /> <code>{value}</code>
            </li>
          ))}
          {moreValues > 0 && <li className="quiet">{t("alert.explain.more", { count: moreValues })}</li>}
        </ul>
      )}
      <Found item={item} />
    </>
  );
}

/** What the event has in the field, the parts that matched marked. */
function Found({ item: { field, isPresent, found, moreFound } }: { readonly item: ItemParts }) {
  const { t } = useTexts();
  if (!isPresent) return <p className="found quiet">{t("alert.explain.noField")}</p>;
  if (found.length === 0)
    return field === "" ? null : <p className="found quiet">{t("alert.explain.noValue")}</p>;
  return (
    <>
      {found.map((value) => (
        <p key={value.value} className="found">
          <span className="quiet">{t("alert.explain.found")}</span>{" "}
          <code>
            {value.isCut && "…"}
            {piecesOf(value).map(({ text, isMarked, from }) =>
              isMarked ? <mark key={from}>{text}</mark> : <Fragment key={from}>{text}</Fragment>,
            )}
            {value.isCut && "…"}
          </code>
        </p>
      ))}
      {moreFound > 0 && <p className="found quiet">{t("alert.explain.more", { count: moreFound })}</p>}
    </>
  );
}
