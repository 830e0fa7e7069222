// SPDX-License-Identifier: Apache-2.0
/** AWS CloudTrail records. Rules name nested fields with dots, as CloudTrail does. */

import { place } from "../event/places.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { LogType } from "./log-type.ts";

export const CLOUDTRAIL: LogType = fixedLogType({
  name: "aws-cloudtrail",
  times: [place("eventTime"), place("@timestamp")],
  hosts: [place("recipientAccountId"), place("userIdentity", "accountId")],
  recogniser(source) {
    const cloudtrail = source({ product: "aws", services: ["cloudtrail"] });
    return (event) =>
      event["eventSource"] !== undefined &&
      event["eventName"] !== undefined &&
      event["awsRegion"] !== undefined
        ? { source: cloudtrail, record: event }
        : undefined;
  },
});
