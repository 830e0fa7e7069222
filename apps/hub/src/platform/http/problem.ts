// SPDX-License-Identifier: Apache-2.0
/**
 * The one place where an error becomes an answer. Whose fault it is decides: the caller's and a passing state of ours
 * are told as the catalogue has them; anything else is our bug, is logged, and tells nothing but the request's id.
 */
import { ERRORS, FengsuiError, PROBLEM_MEDIA_TYPE, type Problem, problemType } from "@fengsui/contract";

/** "Try later" without a better estimate. */
const RETRY_SECONDS = 5;

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
  /** Ours to mend. A state that passes is not: whoever knows of it logs it once, not for each request. */
  readonly isBug: boolean;
}

export function toProblem(error: unknown, requestId: string): ProblemAnswer {
  const known = asKnown(error);
  const isOpaque = known === undefined || known.status === 500;
  const { code, status, title, hint } = known ?? ERRORS["internal.error"];
  // A state of the hub is told as such; its reason, with paths and addresses, is for the log.
  const detail = known !== undefined && status < 500 && known.detail !== "" ? known.detail : undefined;
  const retry =
    known?.retryAfterSeconds ??
    (status === 503 || status === 507 || status === 429 ? RETRY_SECONDS : undefined);
  return {
    status,
    headers: {
      "content-type": PROBLEM_MEDIA_TYPE,
      ...(retry !== undefined && { "retry-after": String(retry) }),
      ...(code === "access.key_refused" && { "www-authenticate": 'Bearer realm="fengsui"' }),
    },
    body: {
      type: problemType(code),
      title,
      status,
      ...(detail !== undefined && { detail }),
      code,
      hint: isOpaque ? `Report it with the request id ${requestId}; the log of the hub knows more.` : hint,
      requestId,
      ...(known?.issues !== undefined && { issues: [...known.issues] }),
    },
    isBug: status === 500,
  };
}

/** Codes of the framework for what is wrong with a request. */
const FRAMEWORK: Readonly<Record<string, () => FengsuiError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new FengsuiError("http.too_large", "the body is longer than is read here"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => unreadableKind(),
  FST_ERR_CTP_INVALID_TYPE: () => unreadableKind(),
};

function unreadableKind(): FengsuiError {
  return new FengsuiError("http.media_type", "the Content-Type is not application/json");
}

function asKnown(error: unknown): FengsuiError | undefined {
  if (error instanceof FengsuiError) return error;
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = FRAMEWORK[code];
  if (known !== undefined) return known();
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status < 400 || status >= 500) return undefined;
  return new FengsuiError("http.malformed", error.message, { cause: error });
}

/**
 * By what the caller says it reads (RFC 9110, section 12). The clients of Elasticsearch read no answer of a type that
 * they did not name, and then do not see that they are to come again.
 */
export function problemTypeFor(accept: string | undefined): string {
  return /\belasticsearch\+json\b/i.test(accept ?? "") ? "application/json" : PROBLEM_MEDIA_TYPE;
}
