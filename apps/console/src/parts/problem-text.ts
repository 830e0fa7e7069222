// SPDX-License-Identifier: Apache-2.0
/** What to say of a failure, from what is known of it: in our own words where we have some, else in the hub's. */
import { inOwnLanguage } from "../app/hub-words.ts";
import type { TextKey } from "../app/texts.ts";

/** As `HubProblem` has it; a failure of our own has nothing of this. */
export interface Failure {
  readonly kind?: "refused" | "unreachable" | "not_understood";
  readonly status?: number | undefined;
  readonly problem?:
    | {
        readonly code: string;
        readonly title: string;
        readonly hint: string;
        readonly detail?: string | undefined;
        readonly requestId?: string | undefined;
        readonly issues?: readonly { readonly path: string; readonly message: string }[] | undefined;
      }
    | undefined;
}

export interface ProblemText {
  readonly title: TextKey | { readonly said: string };
  readonly hint: TextKey | { readonly said: string };
  /** What the hub says happened this time, and what is wrong with the input. */
  readonly details: readonly string[];
  /** To quote when asking somebody. */
  readonly quote: string | undefined;
  readonly mayRetry: boolean;
}

interface OwnWords {
  readonly title: TextKey;
  readonly hint: TextKey;
}

const BY_CODE: Readonly<Record<string, OwnWords>> = {
  "access.sign_in_failed": { title: "problem.signInFailed", hint: "problem.signInFailed.hint" },
  "access.sign_in_required": { title: "problem.signedOut", hint: "problem.signedOut.hint" },
  "access.csrf": { title: "problem.signedOut", hint: "problem.signedOut.hint" },
  "access.forbidden": { title: "problem.forbidden", hint: "problem.forbidden.hint" },
  "access.setup_token_invalid": { title: "problem.setupToken", hint: "problem.setupToken.hint" },
  "access.setup_done": { title: "problem.setupDone", hint: "problem.setupDone.hint" },
  "access.password_weak": { title: "problem.passwordWeak", hint: "access.password.rule" },
  "access.invitation_invalid": { title: "problem.invitation", hint: "problem.invitation.hint" },
  "access.invitation_exists": { title: "problem.invitationExists", hint: "problem.invitationExists.hint" },
  "access.member_exists": { title: "problem.memberExists", hint: "problem.memberExists.hint" },
  "access.last_administrator": {
    title: "problem.lastAdministrator",
    hint: "problem.lastAdministrator.hint",
  },
  "access.last_operator": { title: "problem.lastOperator", hint: "problem.lastOperator.hint" },
  "organisation.name_taken": { title: "problem.nameTaken", hint: "problem.nameTaken.hint" },
  "organisation.centre_cycle": { title: "problem.centreCycle", hint: "problem.centreCycle.hint" },
  "http.too_many": { title: "problem.tooMany", hint: "problem.tooMany.hint" },
  "http.not_found": { title: "problem.notFound", hint: "problem.notFound.hint" },
  "records.unavailable": { title: "problem.unavailable", hint: "problem.unavailable.hint" },
  "events.unavailable": { title: "problem.unavailable", hint: "problem.unavailable.hint" },
};

export function problemText(failure: Failure): ProblemText {
  const { kind, problem } = failure;
  if (kind === "unreachable") return plain("problem.unreachable", "problem.unreachable.hint", true);
  if (kind === "not_understood")
    return {
      ...plain("problem.notUnderstood", "problem.notUnderstood.hint", true),
      quote: httpQuote(failure),
    };
  if (problem === undefined) return plain("problem.ours", "problem.ours.hint", true);
  const own = Object.hasOwn(BY_CODE, problem.code) ? BY_CODE[problem.code] : undefined;
  const { title, hint } = inOwnLanguage(problem.code, problem);
  return {
    title: own?.title ?? { said: title },
    hint: own?.hint ?? { said: hint },
    details: [
      ...(own === undefined && problem.detail ? [problem.detail] : []),
      ...(problem.issues ?? []).map(({ path, message }) => `${path}: ${message}`),
    ],
    quote: [problem.code, problem.requestId].filter((part) => part !== undefined).join(" · "),
    mayRetry: (failure.status ?? 500) >= 429,
  };
}

function plain(title: TextKey, hint: TextKey, mayRetry: boolean): ProblemText {
  return { title, hint, details: [], quote: undefined, mayRetry };
}

function httpQuote({ status }: Failure): string | undefined {
  return status === undefined ? undefined : `HTTP ${status}`;
}
