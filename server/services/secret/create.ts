import { withTransaction } from "#db/client";
import { getSecret } from "#db/queries/secrets";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { SecretInput } from "../inputs-agents.ts";
import type { Caller } from "../types.ts";
import type { SecretSummary } from "../types-agents.ts";

/** Stores a value that nobody can read again: it only goes out, to the hosts that are named here. */
export async function createSecret(
  services: Services,
  caller: Caller,
  input: SecretInput,
): Promise<SecretSummary> {
  authorize(caller, "secret.write");
  const { db, vault } = services;
  const { name, hosts, kinds } = input;
  const row = await withTransaction(db, async (tx) => {
    if (!(await vault.store(tx, { ...input, createdBy: caller.actor.name }))) {
      const message = `There is a secret "${name}" already. Delete it first, or choose another name.`;
      throw new ServiceError("CONFLICT", message, [{ path: "/name", message: "is taken" }]);
    }
    await audit(tx, caller, "secret.write", `secrets/${name}`, `created for ${hosts.join(", ")}`);
    return await getSecret(tx, name);
  });
  const createdAt = row?.createdAt.toISOString() ?? null;
  return { name, source: "stored", hosts, kinds, createdBy: caller.actor.name, createdAt };
}
