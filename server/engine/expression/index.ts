export { type Compiled, type CompileResult, compileExpression, type ExpressionProblem } from "./compile.ts";
export {
  type Condition,
  type Evaluated,
  evaluate,
  evaluateCondition,
  evaluateRaw,
  evaluateWhole,
  type Failed,
  type Missing,
  type Raw,
} from "./evaluate.ts";
export { ADDED_FUNCTIONS } from "./functions.ts";
export { type AccessPath, formatPath } from "./paths.ts";
export type { Scope } from "./scope.ts";
export {
  compileTemplate,
  isExpression,
  renderRaw,
  renderTemplate,
  type Template,
  type TemplateProblem,
  type TemplateResult,
} from "./template.ts";
