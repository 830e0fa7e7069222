// SPDX-License-Identifier: Apache-2.0
/** Matching and alerts for whoever has events: the ingest, and a look back. */
import { setImmediate as breathe } from "node:timers/promises";
import type { IndicatorIndex } from "@fengsui/indicators";
import type { EventStore, Match } from "../../platform/events/index.ts";
import {
  ensureAudience,
  type OrganisationId,
  type Records,
  systemPrincipal,
  unaudited,
} from "../../platform/records/index.ts";
import type { Raise } from "./alerts/raise.ts";
import { RaiseQueue } from "./alerts/raise-queue.ts";
import { Correlations } from "./correlations/correlations.ts";
import type { DetectableEvent } from "./event.ts";
import type { RuleTally } from "./figures/tally.ts";
import { IndexKeeper } from "./indicators/index-keeper.ts";
import { type FoundMatch, matchEvents, toStored } from "./matching.ts";
import { type CompiledRules, RulesetCache } from "./rules/ruleset-cache.ts";
import type { OnUndecided } from "./rules/undecided.ts";
import { activeSuppressions } from "./suppressions/records.ts";

export interface DetectionParts {
  readonly records: Records;
  readonly onUndecided?: OnUndecided;
  /** Counts what the rules are asked and find. */
  readonly tally?: Pick<RuleTally, "watch">;
  readonly events: Pick<EventStore, "readAs">;
  /** There may be a correlation to work out. */
  readonly wakeCorrelation?: (() => void) | undefined;
  readonly indicators?: IndexKeeper | undefined;
}

export interface Detected {
  readonly found: readonly FoundMatch[];
  readonly stored: readonly Match[];
}

export interface Matcher {
  /** What the events are stored under, as are the matches: the members of the organisation alone. */
  readonly audienceId: number;
  /** Work without pause: of so many events that others get their turn. Writes nothing of what it finds. */
  match(events: readonly DetectableEvent[]): Detected;
}

export type RaiseAs = Pick<Raise, "isRetrospective" | "retrospectionId">;

export interface MatchAs {
  readonly isRetrospective: boolean;
  /** Instead of all that are on. */
  readonly rules?: CompiledRules;
  /** Instead of all that there are. */
  readonly indicators?: IndicatorIndex;
}

const MATCHER = systemPrincipal("match");
const NO_INDICATORS: Pick<IndicatorIndex, "find"> = { find: () => [] };
/** Matching is work without pause: between so many events, others get their turn. */
const CHUNK = 500;

export class Detection {
  readonly #parts: DetectionParts;
  readonly rulesets: RulesetCache;
  readonly correlations: Correlations;
  readonly #raises: RaiseQueue;
  readonly #indicators: IndexKeeper;
  readonly #audiences = new Map<OrganisationId, number>();

  constructor(parts: DetectionParts) {
    this.#parts = parts;
    this.rulesets = new RulesetCache(parts.records, parts.onUndecided);
    const wake = parts.wakeCorrelation ?? (() => undefined);
    this.correlations = new Correlations({ records: parts.records, rulesets: this.rulesets, wake });
    this.#raises = new RaiseQueue(parts);
    this.#indicators = parts.indicators ?? new IndexKeeper(parts);
  }

  /** The rules and suppressions of this moment, for one batch from its beginning to its end. */
  async matcher(
    organisationId: OrganisationId,
    { isRetrospective, rules: given, indicators: givenIndex }: MatchAs,
  ): Promise<Matcher> {
    const rules = given ?? (await this.rulesets.current(organisationId));
    const indicators =
      rules.lists.size === 0 ? NO_INDICATORS : (givenIndex ?? (await this.#indicators.current()));
    const audienceId = await this.#audienceOf(organisationId);
    const suppressions = await this.#parts.records.read(MATCHER, (tx) =>
      activeSuppressions(tx, organisationId),
    );
    const as = { organisationId, audienceId, isRetrospective };
    return {
      audienceId,
      match: (events) => {
        this.#parts.tally?.watch(rules, as);
        const found = matchEvents(events, { organisationId, rules, indicators, suppressions });
        return { found, stored: found.map((match) => toStored(match, as)) };
      },
    };
  }

  /** Reads, decides, writes nothing of what it finds. */
  async match(
    organisationId: OrganisationId,
    events: readonly DetectableEvent[],
    as: MatchAs,
  ): Promise<Detected> {
    const matcher = await this.matcher(organisationId, as);
    const [found, stored]: [FoundMatch[], Match[]] = [[], []];
    for (let at = 0; at < events.length; at += CHUNK) {
      const some = matcher.match(events.slice(at, at + CHUNK));
      found.push(...some.found);
      stored.push(...some.stored);
      await breathe();
    }
    return { found, stored };
  }

  /** After the matches are stored. */
  async raise(organisationId: OrganisationId, matches: readonly FoundMatch[], as: RaiseAs): Promise<void> {
    if (matches.length === 0) return;
    const rules = await this.rulesets.current(organisationId);
    const { isRetrospective } = as;
    await this.correlations.note(rules, { organisationId, isRetrospective }, matches);
    const own = matches.filter(({ ruleId }) => !rules.correlations.partsOnly.has(ruleId));
    if (own.length > 0) await this.#raises.add({ ...as, organisationId, matches: own });
  }

  /** An audience never changes, so it is asked for once. */
  async #audienceOf(organisationId: OrganisationId): Promise<number> {
    const known = this.#audiences.get(organisationId);
    if (known !== undefined) return known;
    const id = await this.#parts.records.transaction(MATCHER, (tx) =>
      unaudited(tx, "who may see the events of an organisation by default, and no one's act", (write) =>
        ensureAudience(write, { owner: organisationId, marking: null }),
      ),
    );
    this.#audiences.set(organisationId, id);
    return id;
  }
}
