export { pendingEffects } from "./effects-of.ts";
export { evolve } from "./evolve.ts";
export { isCalling, openCalls } from "./open-calls.ts";
export { type Step, step } from "./step.ts";
export { nextWakeAt } from "./timers.ts";
export { isSettled, newTree } from "./tree.ts";
