import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { ActionView } from "./action-book.ts";

/** The registered modification actions: what each does, and what it takes. */
export async function listActions({ actions }: Services, caller: Caller): Promise<readonly ActionView[]> {
  authorize(caller, "workflow.read");
  return actions.list();
}
