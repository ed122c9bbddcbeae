import type { Account } from "../access-types.ts";
import { accountOf } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ownAccount } from "../person.ts";
import type { Caller } from "../types.ts";

export async function getAccount({ db }: Pick<Services, "db">, caller: Caller): Promise<Account> {
  authorize(caller, "account.read");
  return accountOf(await ownAccount(db.sql, caller));
}
