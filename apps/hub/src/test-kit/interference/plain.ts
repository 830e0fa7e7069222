// SPDX-License-Identifier: Apache-2.0
/** An answer without what chance and the time of day put into it; whatever is left is the same in two worlds alike. */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What a key shows of itself: its id, written shorter. */
const KEY_PREFIX = /\bfs_[0-9A-Za-z]{22}\b/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const CURSOR = /"next":"([A-Za-z0-9_-]+)"/g;
/** Made new for each who gets them, or of ids that are; of a fixed length: tokens, secrets, keys, links, hashes. */
const SECRETS = /"(csrfToken|token|key|secret|reference|fingerprint)":"([^"]+)"/g;
/** What proves a claim is made new for each. */
const CHALLENGE = /\bfengsui-challenge=[A-Za-z0-9_-]{32}/g;
const DAY_MS = 86_400_000;

export class Plain {
  /** By first appearance, so that order and gaps stay. */
  readonly #names = new Map<string, string>();
  readonly #today: number;

  constructor(today: Date) {
    this.#today = today.getTime();
  }

  of(text: string): string {
    return text
      .replaceAll(CURSOR, (_, cursor: string) => `"next":"${readable(cursor)}"`)
      .replaceAll(SECRETS, (_, name: string, value: string) => `"${name}":"<${value.length}>"`)
      .replaceAll(CHALLENGE, "fengsui-challenge=<32>")
      .replaceAll(UUID, (id) => this.#nameOf(id))
      .replaceAll(KEY_PREFIX, (prefix) => this.#nameOf(prefix))
      .replaceAll(TIME, (time) => this.#timeOf(time));
  }

  /** Of a list whose order is chance: the parts of all its pages, sorted. Their number and their lengths stay. */
  inAnyOrder(pages: readonly string[]): string {
    const nameless = (page: string) => new Plain(new Date(this.#today)).of(page.replaceAll(UUID, "<id>"));
    return pages
      .flatMap((page) => nameless(page.replaceAll(CURSOR, '"next":"<place>"')).split(/\[\{|\},\{|\}\]/))
      .sort()
      .join("\n");
  }

  #nameOf(id: string): string {
    const known = this.#names.get(id) ?? `<${this.#names.size + 1}>`;
    this.#names.set(id, known);
    return known;
  }

  /** The database keeps its own time of some rows; what the hub's clock says is told as it is. */
  #timeOf(time: string): string {
    return Math.abs(Date.parse(time) - this.#today) < 30 * DAY_MS ? time : "<time>";
  }
}

/** Most are a place in a list, as base64; some are an id. */
function readable(cursor: string): string {
  return /^[0-9a-f]{8}-/.test(cursor) ? cursor : Buffer.from(cursor, "base64url").toString("utf8");
}

/** Of an id that holds nothing which its reader could count. */
export function opaque(id: string): string {
  return id.replace(/^[0-9a-f]{32}$/, "<opaque>");
}
