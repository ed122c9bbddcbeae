export { type Compiled, compileExpression, type ExpressionProblem } from "./compile.ts";
export { type Evaluated, evaluate, evaluateCondition, evaluateWhole } from "./evaluate.ts";
export { ADDED_FUNCTIONS, CEL_FUNCTIONS, CEL_METHODS } from "./functions.ts";
export { inferTypes, type JsonType, type Known } from "./infer.ts";
export { type AccessPath, formatPath } from "./paths.ts";
export { renameNodeIn } from "./rename-node.ts";
export type { Scope } from "./scope.ts";
export { compileTemplate, renderTemplate, type Template } from "./template.ts";
