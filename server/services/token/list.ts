import { listApiTokens } from "#db/queries/api-tokens";
import type { TokenRow } from "../access-types.ts";
import { tokenRow } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { personBehind } from "../person.ts";
import type { Caller } from "../types.ts";

/** One's own API tokens, or those of everybody. */
export async function listTokens(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { everybody }: { readonly everybody: boolean },
): Promise<readonly TokenRow[]> {
  authorize(caller, everybody ? "token.manage" : "token.read");
  const rows = await listApiTokens(db.sql, everybody ? null : await personBehind(db.sql, caller));
  return rows.map(tokenRow);
}
