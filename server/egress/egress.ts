import type { Allowlist } from "./allowlist.ts";
import type { Reveal } from "./fill.ts";
import type { EgressRequest, EgressResponse } from "./message.ts";
import { type Resolve, systemResolve } from "./resolve.ts";
import { send } from "./send.ts";

/** The only way out of this process. */
export type Egress = {
  /** @throws EgressError, or the reason of `request.signal` when that ended it. */
  readonly send: (request: EgressRequest) => Promise<EgressResponse>;
};

type Options = {
  /** What an administrator has listed, from `BANYAN_EGRESS_ALLOW`. */
  readonly allow: Allowlist;
  readonly reveal: Reveal;
  /** Tests only: the system resolves otherwise. */
  readonly resolve?: Resolve;
};

export function createEgress({ allow, reveal, resolve = systemResolve }: Options): Egress {
  return { send: async (request) => await send(request, { allow, reveal, resolve }) };
}
