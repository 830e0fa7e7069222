// SPDX-License-Identifier: Apache-2.0
/** Signing in with a provider of OpenID Connect, put together. */
import type { Clock } from "../../../platform/clock.ts";
import type { Config } from "../../../platform/config/index.ts";
import type { RouteDefinition } from "../../../platform/http/index.ts";
import { reachOf } from "../../../platform/reach/index.ts";
import type { Records } from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { Acceptance } from "../invitations/acceptance.ts";
import type { Access } from "../service.ts";
import { BackChannel } from "./back-channel.ts";
import { ProviderClient } from "./client.ts";
import { GroupRoles } from "./group-roles.ts";
import { Identities } from "./identities.ts";
import { Providers } from "./providers.ts";
import { providerRoutes } from "./routes.ts";
import { providerSettingRoutes } from "./settings-routes.ts";
import { ProviderSignIn } from "./sign-in.ts";

export interface OidcParts {
  readonly access: Access;
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<Config, "publicUrl" | "providerNetworks">;
}

export function oidcRoutes({ access, records, clock, logger, config }: OidcParts): RouteDefinition[] {
  const reach = reachOf({
    networks: config.providerNetworks,
    variable: "FENGSUI_PROVIDER_NETWORKS",
    plain: "loopback",
  });
  const client = new ProviderClient({ reach, clock, logger: logger.child({ part: "oidc" }) });
  return [
    ...providerRoutes({
      access,
      providerSignIn: new ProviderSignIn({
        records,
        client,
        secondFactor: access.secondFactor,
        acceptance: new Acceptance({ records, clock }),
      }),
      backChannel: new BackChannel({ records, client }),
      identities: new Identities({ records, client }),
      publicUrl: config.publicUrl,
    }),
    ...providerSettingRoutes(
      new Providers({ records, clock, reach, client }),
      new GroupRoles({ records, clock }),
    ),
  ];
}
