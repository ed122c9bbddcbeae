import { uuidv7 } from "uuidv7";
import { withTransaction } from "#db/client";
import { countOpenShareLinks, createShareLink, getShareLink } from "#db/queries/share-links";
import { hashOf, newShareToken } from "#server/auth/secrets";
import { hoursToMs } from "../access-inputs.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ShareInput } from "../inputs-shares.ts";
import { personBehind } from "../person.ts";
import { findRun } from "../run/find-run.ts";
import type { Caller } from "../types.ts";
import type { CreatedShareLink } from "../types-shares.ts";
import { shareLink } from "./views.ts";

const MAX_OPEN = 50;

/** Makes a link with which a tree can be looked at without an account. Its answer is the only place where the token is to be seen. */
export async function createShare(
  services: Services,
  caller: Caller,
  { id: runId, hours, values, ...input }: ShareInput,
): Promise<CreatedShareLink> {
  authorize(caller, "share.create");
  // Values say more than the labels that were made of them.
  const names = input.names || values;
  const { tree } = await findRun(services, runId);
  const token = newShareToken();
  const id = uuidv7();
  const made = await withTransaction(services.db, async (tx) => {
    if ((await countOpenShareLinks(tx, tree.id)) >= MAX_OPEN)
      throw new ServiceError("LIMIT_EXCEEDED", `A tree has ${MAX_OPEN} links at most. Revoke one first.`);
    const createdBy = await personBehind(tx, caller);
    const lifetimeMs = hoursToMs(hours);
    await createShareLink(tx, {
      id,
      treeId: tree.id,
      hash: hashOf(token),
      names,
      values,
      createdBy,
      lifetimeMs,
    });
    const shown = ["structure", ...(names ? ["labels"] : []), ...(values ? ["values"] : [])].join(", ");
    await audit(tx, caller, "share.create", `runs/${tree.id}`, `link ${id} for ${hours} hours: ${shown}`);
    return getShareLink(tx, id);
  });
  if (!made) throw new Error("The link was not stored.");
  return { ...shareLink(made), token };
}
