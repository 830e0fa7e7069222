// SPDX-License-Identifier: Apache-2.0
/** A passkey as a device makes and uses it: a real key, real signatures, and, for tests, lies about what was asked. */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { PasskeyCreation, PasskeyQuestion } from "@fengsui/contract";
import { type CBORType, encodeCBOR } from "@levischuck/tiny-cbor";

/** What a browser or a device would never say of itself, but somebody may send. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly userHandle?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const WITH_CREDENTIAL = 0x40;

export class SoftwareAuthenticator {
  readonly id = randomBytes(32).toString("base64url");
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #origin: string;
  #counter = 0;
  #userHandle = randomBytes(16).toString("base64url");

  constructor(origin: string) {
    this.#origin = origin;
  }

  create({ challenge, rp, user }: PasskeyCreation, lies: Lies = {}) {
    this.#userHandle = user.id;
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const flags = WITH_CREDENTIAL | BACKUP_ELIGIBLE | BACKED_UP;
    const authData = Buffer.concat([
      this.#head(rp.id, flags, lies),
      Buffer.alloc(16),
      length,
      id,
      encodeCBOR(this.#coseKey()),
    ]);
    const attestation = new Map<string, CBORType>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", new Uint8Array(authData)],
    ]);
    return this.#answer({
      clientDataJSON: this.#clientData("webauthn.create", challenge, lies),
      attestationObject: Buffer.from(encodeCBOR(attestation)).toString("base64url"),
      transports: ["internal"],
    });
  }

  get({ challenge, rpId }: PasskeyQuestion, lies: Lies = {}) {
    this.#counter = lies.counter ?? this.#counter + 1;
    const clientDataJSON = this.#clientData("webauthn.get", challenge, lies);
    const authData = this.#head(rpId, BACKUP_ELIGIBLE | BACKED_UP, lies);
    const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
    const signature = sign("sha256", Buffer.concat([authData, hash]), this.#keys.privateKey);
    return this.#answer({
      clientDataJSON,
      authenticatorData: authData.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: lies.userHandle ?? this.#userHandle,
    });
  }

  #answer<Response>(response: Response) {
    const { id } = this;
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Lies): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
  }

  #head(rpId: string, flags: number, lies: Lies): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const verified = lies.isVerified === false ? 0 : VERIFIED;
    const hash = createHash("sha256")
      .update(lies.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, Buffer.from([flags | PRESENT | verified]), counter]);
  }

  /** ES256, as COSE writes it (RFC 9053, section 7.1.1). */
  #coseKey(): Map<number, CBORType> {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));
    return new Map<number, CBORType>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]);
  }
}
