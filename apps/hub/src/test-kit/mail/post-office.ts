// SPDX-License-Identifier: Apache-2.0
/** A mail server that takes what comes and shows it; or refuses, or is told to do something before it answers. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  /** Of the head, decoded. */
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  readonly html: string;
}

export interface PostOffice extends AsyncDisposable {
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** Recipients are refused with it. */
  refusal: { readonly code: number; readonly message: string } | undefined;
  /** Called with all of a mail in hand, and before it is acknowledged. */
  beforeAcknowledging: (() => void) | undefined;
}

export async function openPostOffice(): Promise<PostOffice> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, callback) => {
      const { refusal } = office;
      if (refusal === undefined) return callback();
      callback(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, ...readMail(Buffer.concat(chunks).toString("utf8")) });
        office.beforeAcknowledging?.();
        callback();
      });
    },
  });
  server.on("error", () => undefined); // a client that is killed breaks its connection
  const listening = Promise.withResolvers<void>();
  const listener = server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  const office: PostOffice = {
    url: `smtp://127.0.0.1:${portOf(listener.address())}`,
    mails,
    refusal: undefined,
    beforeAcknowledging: undefined,
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
  return office;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new TypeError("it does not listen");
  return address.port;
}

function readMail(raw: string): Omit<ReceivedMail, "to"> {
  const [head, body] = splitPart(raw);
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? "";
  const parts = body.split(`--${boundary}`).map((part) => splitPart(part.replace(/^\r\n/, "")));
  const partOf = (type: string) => {
    const found = parts.find(([partHead]) => partHead.includes(`text/${type}`));
    return found === undefined ? "" : decodeBody(found);
  };
  const header = (name: string) => {
    const line = new RegExp(`^${name}:((?:.*)(?:\\r\\n[ \\t].*)*)`, "im").exec(head)?.[1];
    return line === undefined ? undefined : decodeWords(line.replace(/\r\n[ \t]+/g, " ").trim());
  };
  return { raw, header, text: partOf("plain"), html: partOf("html") };
}

function splitPart(text: string): [string, string] {
  const at = text.indexOf("\r\n\r\n");
  return [text.slice(0, at), text.slice(at + 4)];
}

function decodeBody([head, body]: readonly [string, string]): string {
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (/transfer-encoding: quoted-printable/i.test(head)) return decodeQuoted(body.replace(/=\r\n/g, ""));
  return body;
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replace(/\?= =\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString("utf8")
        : decodeQuoted(word.replace(/_/g, " ")),
    );
}
