import { withTransaction } from "#db/client";
import { deleteSecret } from "#db/queries/secrets";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { Removed } from "../types-agents.ts";

/** Deletes a secret. Nodes that name it fail from now on and say so. */
export async function removeSecret(
  services: Services,
  caller: Caller,
  { name }: { readonly name: string },
): Promise<Removed> {
  authorize(caller, "secret.write");
  if (services.vault.fixed.includes(name)) {
    throw new ServiceError(
      "CONFLICT",
      `"${name}" comes from the environment. Take it out there and start again.`,
    );
  }
  await withTransaction(services.db, async (tx) => {
    if (!(await deleteSecret(tx, name))) throw new ServiceError("NOT_FOUND", `There is no secret "${name}".`);
    await audit(tx, caller, "secret.write", `secrets/${name}`, "deleted");
  });
  return { removed: true };
}
