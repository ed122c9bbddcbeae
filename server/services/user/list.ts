import { listUsers } from "#db/queries/users";
import { SESSION_IDLE_MS } from "#server/auth/open-session";
import type { UserRow } from "../access-types.ts";
import { userRow } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

/** Everybody who has an account, in order of arrival. */
export async function listPeople({ db }: Pick<Services, "db">, caller: Caller): Promise<readonly UserRow[]> {
  authorize(caller, "user.read");
  return (await listUsers(db.sql, SESSION_IDLE_MS)).map(userRow);
}
