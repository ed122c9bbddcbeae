import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { RotatedKey } from "../types-agents.ts";

/** Encrypts every secret with a new key, while everything runs. What was cut off is finished by the next call. */
export async function rotateKey(services: Services, caller: Caller): Promise<RotatedKey> {
  authorize(caller, "secret.write");
  const { vault, db } = services;
  const rotated = await vault.rotate().catch((error: unknown) => {
    services.log.error({ err: error }, "the key of the secrets could not be changed");
    const reason =
      error instanceof Error && "code" in error ? `${error.code}` : String((error as Error).message);
    throw new ServiceError(
      "UNAVAILABLE",
      `The key could not be changed (${reason}). Every secret still works.`,
    );
  });
  await audit(db.sql, caller, "secret.write", "secrets", `new key ${rotated.keyId} for ${rotated.secrets}`);
  return rotated;
}
