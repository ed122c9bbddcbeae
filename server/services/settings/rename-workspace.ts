import { withTransaction } from "#db/client";
import { putSetting } from "#db/queries/settings";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { NAME_KEY, workspaceFacts } from "./workspace.ts";

export async function renameWorkspace(
  services: Pick<Services, "db">,
  caller: Caller,
  { name }: { readonly name: string },
): Promise<Done> {
  authorize(caller, "workspace.update");
  const before = await workspaceFacts(services, caller);
  await withTransaction(services.db, async (tx) => {
    await putSetting(tx, NAME_KEY, name);
    await audit(tx, caller, "workspace.update", "workspace", `name: ${before.name} → ${name}`);
  });
  return DONE;
}
