import { join } from "node:path";
import type { Database } from "#db/client";
import { createEgress } from "../egress/egress.ts";
import type { RevealedSecret } from "../egress/fill.ts";
import type { Env } from "../env.ts";
import type { Outside } from "../executors/agent/models.ts";
import type { Logger } from "../logger.ts";
import { CHAIN_HEADER, openChain, sealChain } from "../secrets/chain.ts";
import { openKeyRing } from "../secrets/key-ring.ts";
import type { Redactor } from "../secrets/redactor.ts";
import { openVault } from "../secrets/vault.ts";
import type { Services } from "../services/context.ts";

type Parts = {
  readonly db: Database;
  readonly env: Pick<Env, "dataDir" | "encryptionKeyFile" | "egressAllow" | "providers">;
  readonly redactor: Redactor;
  readonly log: Logger;
};

type Secrets = Pick<Services, "vault" | "openChain"> & Required<Pick<Outside, "egress" | "chain">>;

/** The secret store and the one way out, which alone may open it. */
export async function openSecrets({ db, env, redactor, log }: Parts): Promise<Secrets> {
  const file = env.encryptionKeyFile ?? join(env.dataDir, "encryption.key");
  const ring = openKeyRing(file, env.encryptionKeyFile === undefined);
  const warn = (message: string) => log.warn({}, message);
  const vault = await openVault({ db, ring, redactor, fixed: fixedSecrets(env.providers), warn });
  return {
    vault,
    egress: createEgress({ allow: env.egressAllow, reveal: vault.reveal }),
    openChain: (header) => openChain(ring, header, Date.now()),
    chain: ({ below }) => (below ? { [CHAIN_HEADER]: sealChain(ring, below, Date.now()) } : {}),
  };
}

/** Keys of providers that the environment brings: each goes to its provider's address and nowhere else. */
function fixedSecrets({
  openaiKey,
  openaiUrl,
  anthropicKey,
}: Env["providers"]): Record<string, RevealedSecret> {
  const openaiHost = openaiUrl === undefined ? "api.openai.com" : new URL(openaiUrl).hostname;
  return {
    ...(openaiKey === undefined ? {} : { OPENAI_API_KEY: fixed(openaiKey, openaiHost) }),
    ...(anthropicKey === undefined ? {} : { ANTHROPIC_API_KEY: fixed(anthropicKey, "api.anthropic.com") }),
  };
}

function fixed(value: string, host: string): RevealedSecret {
  return { value, hosts: [host], kinds: ["agent"] };
}
