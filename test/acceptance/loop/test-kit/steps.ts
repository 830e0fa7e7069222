// SPDX-License-Identifier: Apache-2.0
/** The loop from the alerts of the staged intrusion to an order that is closed by proof, step by step. */
import type { Case, Order } from "@fengsui/contract";
import { until } from "../../trust/test-kit/hub-process.ts";
import type { Stage } from "./stage.ts";

export interface Step {
  readonly name: string;
  act(stage: Stage): Promise<unknown>;
  /** As somebody looks who does not know whether it was done. */
  isDone(stage: Stage): Promise<boolean>;
}

const CASE_TITLE = "From a mail at the university into the office of the grid";
const ORDER_TITLE = "Close the way through the portal";
const REPORT = "What was found on the portal, and what was done about it.\n";

export async function ownCase({ investigator }: Stage): Promise<Case | undefined> {
  const { cases } = await investigator.cases.list({ text: CASE_TITLE });
  if (cases.length > 1) throw new Error("the case was made twice");
  return cases[0];
}

export async function ownOrder({ investigator }: Stage): Promise<Order | undefined> {
  const { orders } = await investigator.orders.list({ text: ORDER_TITLE });
  if (orders.length > 1) throw new Error("the order was issued twice");
  return orders[0];
}

async function theCase(stage: Stage): Promise<Case> {
  const found = await ownCase(stage);
  if (found === undefined) throw new Error("there is no case");
  return found;
}

async function theOrder(stage: Stage): Promise<Order> {
  const found = await ownOrder(stage);
  if (found === undefined) throw new Error("there is no order");
  return found;
}

async function centreId({ investigator }: Stage): Promise<string> {
  const { organisations } = await investigator.access.session();
  const [centre] = organisations.filter(({ role }) => role === "responder");
  if (centre === undefined) throw new Error("the investigator is of no centre");
  return centre.id;
}

async function hospitalId({ responder }: Stage): Promise<string> {
  const [hospital] = (await responder.access.session()).organisations;
  if (hospital === undefined) throw new Error("the responder is of no organisation");
  return hospital.id;
}

/** Alerts that matter: what is harmless was told apart by a person, here by its level. */
async function severeAlertIds(stage: Stage): Promise<string[]> {
  const alerts = await stage.alerts();
  return alerts.filter(({ level }) => level === "high" || level === "critical").map(({ id }) => id);
}

export const STEPS: readonly Step[] = [
  {
    name: "the alerts become a case",
    act: async (stage) =>
      await stage.investigator.cases.create({
        organisationId: await centreId(stage),
        title: CASE_TITLE,
        severity: "critical",
        alertIds: await severeAlertIds(stage),
      }),
    isDone: async (stage) => (await ownCase(stage)) !== undefined,
  },
  {
    name: "a note says what is thought",
    act: async (stage) =>
      await stage.investigator.cases.notes.add((await theCase(stage)).id, {
        text: "The portal is the way in.",
      }),
    isDone: async (stage) =>
      (await stage.investigator.cases.notes.list((await theCase(stage)).id)).notes.length === 1,
  },
  {
    name: "a file is evidence of the case",
    act: async (stage) =>
      await stage.investigator.evidence.add(
        { kind: "cases", id: (await theCase(stage)).id },
        { name: "timeline.txt", mediaType: "text/plain" },
        new TextEncoder().encode("what happened when"),
      ),
    isDone: async (stage) =>
      (await stage.investigator.evidence.list({ kind: "cases", id: (await theCase(stage)).id })).evidence
        .length === 1,
  },
  {
    name: "the centre orders a measure of the hospital",
    act: async (stage) =>
      await stage.investigator.orders.issue({
        organisationId: await centreId(stage),
        orderedId: await hospitalId(stage),
        caseId: (await theCase(stage)).id,
        title: ORDER_TITLE,
        measure: "Rebuild the web server of the portal from a known image and renew its keys.",
        reason: "It was used to go on into another organisation.",
        deadline: { date: inAWeek() },
        timeZone: "Asia/Shanghai",
      }),
    isDone: async (stage) => (await ownOrder(stage)) !== undefined,
  },
  {
    name: "the hospital acknowledges it",
    act: async (stage) => await stage.responder.orders.acknowledge((await theOrder(stage)).id, false),
    isDone: async (stage) => (await theOrder(stage)).acknowledgedAt !== null,
  },
  {
    name: "the hospital adds evidence",
    act: async (stage) =>
      await stage.responder.evidence.add(
        { kind: "orders", id: (await theOrder(stage)).id },
        { name: "report.txt", mediaType: "text/plain" },
        new TextEncoder().encode(REPORT),
      ),
    isDone: async (stage) => (await evidenceIds(stage)).length === 1,
  },
  {
    name: "the hospital answers",
    act: async (stage) =>
      await stage.responder.orders.answer((await theOrder(stage)).id, {
        measure: "Rebuilt; keys renewed; the old image is kept.",
        evidenceIds: await evidenceIds(stage),
      }),
    isDone: async (stage) => ["answered", "under_review", "closed"].includes((await theOrder(stage)).state),
  },
  {
    name: "a second person begins to review the answer",
    act: async (stage) => await stage.reviewer.orders.beginReview((await theOrder(stage)).id),
    isDone: async (stage) => ["under_review", "closed"].includes((await theOrder(stage)).state),
  },
  {
    name: "the second person accepts it: the order is closed by proof",
    act: async (stage) =>
      await stage.reviewer.orders.accept((await theOrder(stage)).id, "The image is the known one."),
    isDone: async (stage) => (await theOrder(stage)).state === "closed",
  },
  {
    name: "the case is decided",
    act: async (stage) =>
      await stage.investigator.cases.decide((await theCase(stage)).id, {
        verdict: "true_positive",
        reason: "One intrusion over three members; the way in is closed.",
      }),
    isDone: async (stage) => (await theCase(stage)).state === "closed",
  },
];

async function evidenceIds(stage: Stage): Promise<string[]> {
  const of = { kind: "orders", id: (await theOrder(stage)).id } as const;
  return (await stage.responder.evidence.list(of)).evidence.map(({ id }) => id);
}

function inAWeek(): string {
  return new Date(Date.now() + 7 * 24 * 60 * 60_000).toISOString().slice(0, 10);
}

export interface Outcome {
  /** Organisation, rule and what it is about, of each alert once. */
  readonly alerts: readonly string[];
  readonly caseState: string | undefined;
  /** Without regard to their order: what happens to an order is entered in the case soon after. */
  readonly caseKinds: readonly string[];
  readonly orderState: string | undefined;
  readonly orderKinds: readonly string[];
  readonly proof: readonly string[];
}

async function alertNames(stage: Stage): Promise<string[]> {
  const { organisations } = await stage.investigator.organisations.list();
  const nameOf = (id: string) => organisations.find((one) => one.id === id)?.name;
  const names = (await stage.alerts()).map(
    ({ organisationId, title, entity }) => `${nameOf(organisationId)}: ${title}: ${entity}`,
  );
  return [...new Set(names)].sort();
}

async function caseKinds({ investigator }: Stage, id: string): Promise<string[]> {
  const { entries } = await investigator.cases.timeline(id, { by: "created", limit: 500 });
  return entries.map(({ kind }) => kind);
}

/** What is left when all is done, however often the hub ended on the way. */
export async function outcomeOf(stage: Stage): Promise<Outcome> {
  const [order, found] = [await theOrder(stage), await theCase(stage)];
  await until("the case tells of its order", async () =>
    (await caseKinds(stage, found.id)).includes("order.closed"),
  );
  const kinds = await caseKinds(stage, found.id);
  const detail = await stage.investigator.orders.get(order.id);
  return {
    alerts: await alertNames(stage),
    caseState: found.state,
    // How many alerts they are depends on the hour at which the story was told.
    caseKinds: kinds.filter((kind, index) => kind !== "alert.joined" || kinds.indexOf(kind) === index).sort(),
    orderState: order.state,
    orderKinds: detail.entries.map(({ kind }) => kind),
    proof: detail.proofs.map(({ kind }) => kind),
  };
}
