import { APPROVAL_CHAIN, SAGA, WATCH_LOOP } from "./lasting.ts";
import { DEEP_RESEARCH, DIVIDE_AND_CONQUER, PLAN_EXECUTE_CRITIQUE } from "./recursive.ts";
import type { Template } from "./template.ts";
import { DEBATE, MAP_REDUCE, SUPERVISOR } from "./together.ts";

/** What a new workflow may begin as. */
export const TEMPLATES: readonly Template[] = [
  MAP_REDUCE,
  DIVIDE_AND_CONQUER,
  DEEP_RESEARCH,
  PLAN_EXECUTE_CRITIQUE,
  SUPERVISOR,
  DEBATE,
  APPROVAL_CHAIN,
  SAGA,
  WATCH_LOOP,
];
