// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about requests as such: how they come, and who sends them. */
import { defineError } from "./define-error.ts";

export const REQUEST_ERRORS = {
  "http.malformed": defineError(
    "http.malformed",
    400,
    "The request could not be read.",
    "Send one JSON value in UTF-8, with Content-Type: application/json.",
  ),
  "http.invalid": defineError(
    "http.invalid",
    422,
    "The request holds something that cannot be.",
    "Correct the places that are named; /api/v1/openapi.json describes what each may be.",
  ),
  "http.not_found": defineError(
    "http.not_found",
    404,
    "There is nothing at this address.",
    "Check the address and the method; /api/v1/openapi.json lists what there is.",
  ),
  "http.too_large": defineError(
    "http.too_large",
    413,
    "The body of the request is too large.",
    "Send less at once, in several requests.",
  ),
  "http.media_type": defineError(
    "http.media_type",
    415,
    "The body of the request is of a kind that is not read here.",
    "Send JSON, with Content-Type: application/json.",
  ),
  "http.too_many": defineError(
    "http.too_many",
    429,
    "There were too many requests.",
    "Wait for as long as Retry-After says, then try again.",
  ),
  "http.foreign_origin": defineError(
    "http.foreign_origin",
    403,
    "The request came from a page of another site.",
    "Open the console at its own address. Behind a proxy, let it pass on the header Host, or name it in FENGSUI_TRUST_PROXY.",
  ),
  "http.port_taken": defineError(
    "http.port_taken",
    409,
    "Another program uses the port.",
    "Stop that program, or choose another port in FENGSUI_LISTEN, such as 127.0.0.1:7481.",
  ),
  "http.listen_failed": defineError(
    "http.listen_failed",
    500,
    "The hub cannot listen at its address.",
    "Choose in FENGSUI_LISTEN an address of this machine, and a port from 1024 up unless the hub runs as root.",
  ),
  "http.tls_unusable": defineError(
    "http.tls_unusable",
    500,
    "The certificate or its key cannot be used.",
    "Check that FENGSUI_TLS_CERT and FENGSUI_TLS_KEY name files in PEM that belong together and that the hub may read.",
  ),
  "access.sign_in_required": defineError(
    "access.sign_in_required",
    401,
    "Nobody is signed in.",
    "Sign in, then try again.",
  ),
  "access.sign_in_failed": defineError(
    "access.sign_in_failed",
    401,
    "The email address or the password is wrong.",
    "Check both. Who has forgotten the password asks an administrator.",
  ),
  "access.key_required": defineError(
    "access.key_required",
    401,
    "The key of a source is missing or no longer valid.",
    "Send the key of the source as Authorization: Bearer <key>. The page of the source gives a new one.",
  ),
  "access.forbidden": defineError(
    "access.forbidden",
    403,
    "This is not for your role.",
    "Ask an administrator of the organisation to do it, or for the role.",
  ),
  "access.csrf": defineError(
    "access.csrf",
    403,
    "The change was not asked for by the console.",
    "Send the csrfToken of GET /api/v1/session in the header X-CSRF-Token. In a browser, load the page again.",
  ),
  "access.setup_done": defineError(
    "access.setup_done",
    409,
    "The hub has its first administrator already.",
    "Sign in, or ask that administrator for an account.",
  ),
  "access.setup_token_invalid": defineError(
    "access.setup_token_invalid",
    403,
    "The link is not valid, or no longer.",
    "Use the link that the hub printed when it was started last; start it again for a new one.",
  ),
  "access.password_weak": defineError(
    "access.password_weak",
    422,
    "The password is among those that are guessed first.",
    "Choose another: four or more words that have nothing to do with each other are good.",
  ),
} as const;
