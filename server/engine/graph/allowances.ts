import { compileExpression } from "../expression/index.ts";
import {
  ALLOWANCES,
  type AllowanceName,
  type Allowances,
  type Share,
  sharesOf,
} from "../recursion/allowance-schema.ts";
import { shareAt } from "../recursion/share.ts";
import type { Json } from "../values/json.ts";
import { type Graph, limitsSchema } from "./graph.ts";
import { Findings, type Path } from "./problems.ts";
import { checkFields } from "./references.ts";

type Said = NonNullable<Graph["limits"]>;

/** Deeper than this a bad share shows itself when it is used. */
const DEPTHS_TRIED = 32;

/** Checks what a graph gives its depths: that it can be worked out, is no less than nothing, and does something. */
export function checkAllowances({ limits }: Graph, findings: Findings): void {
  if (limits?.allowances) checkWithin(limits.allowances, limits, findings, ["limits", "allowances"]);
}

/** What is wrong with the allowances of a start; `null` = nothing. */
export function allowanceProblem(allowances: Allowances, limits: Said) {
  const findings = new Findings();
  checkWithin(allowances, limits, findings, ["limits", "allowances"]);
  return findings.list.find(({ level }) => level === "error") ?? null;
}

function checkWithin(allowances: Allowances, limits: Said, findings: Findings, path: Path): void {
  for (const name of ALLOWANCES) {
    const several = Array.isArray(allowances[name]);
    for (const [i, share] of sharesOf(allowances, name).entries())
      checkShare(share, name, limits, findings, several ? [...path, name, i] : [...path, name]);
  }
  if (allowances.tokens !== undefined && typeof limits.maxTokens !== "number")
    findings.add(
      "R003",
      [...path, "tokens"],
      "a share of maxTokens, which has no limit here; set limits.maxTokens, or let every start set it",
    );
}

function checkShare(share: Share, name: AllowanceName, limits: Said, findings: Findings, path: Path): void {
  if (typeof share === "string") checkExpression(share, limits, findings, path);
  else if ("grow" in share && name !== "timeouts" && (share.from ?? 1) >= 1)
    findings.add(
      "R003",
      path,
      'depth 0 has all of it already, and deeper levels cannot have more; say what it begins with, such as {"from": 0.2, "grow": 1.5}',
    );
}

function checkExpression(source: string, limits: Said, findings: Findings, path: Path): void {
  const compiled = compileExpression(source);
  if (!compiled.ok) {
    const { message, offset } = compiled.problem;
    findings.add("X001", path, `${message}${offset === undefined ? "" : ` (at character ${offset + 1})`}`);
    return;
  }
  const paths = compiled.expression.paths.map((each) => each.path);
  for (const read of paths) {
    const found =
      read[0] === "depth" || read[0] === "tree"
        ? checkFields(read)
        : {
            code: "V004" as const,
            message: `${read[0]} does not exist here; there are: depth, tree.remaining`,
          };
    if (found) {
      findings.add(found.code, path, found.message);
      return;
    }
  }
  const fault = tried(
    source,
    limits,
    paths.some((read) => read[0] === "tree"),
  );
  if (fault) findings.add("R004", path, fault);
}

/** What is left when a tree begins stands for what will be left, so only its type counts. */
function tried(source: string, limits: Said, readsTree: boolean): string | null {
  const deepest = readsTree ? 0 : Math.min(limits.maxDepth ?? limitsSchema.parse({}).maxDepth, DEPTHS_TRIED);
  for (let depth = 0; depth <= deepest; depth++) {
    const share = shareAt(source, { depth, remaining: beginning(limits) });
    if (typeof share !== "number") return share.problem;
    if (share < 0)
      return `a share is at least 0, at depth ${depth} this gives ${Number(share.toPrecision(3))}; bound it, as in depth < 3 ? 0.5 : 0.1`;
  }
  return null;
}

const SOME = 1_000;

function beginning(limits: Said): Json {
  const usual = limitsSchema.parse({});
  return {
    depth: limits.maxDepth ?? usual.maxDepth,
    runs: limits.maxRuns ?? usual.maxRuns,
    agents: limits.maxAgents ?? SOME,
    nodes: limits.maxNodes ?? SOME,
    tokens: limits.maxTokens ?? SOME,
    costUsd: limits.maxCostUsd ?? SOME,
    activeMs: limits.recursionTimeoutMs ?? SOME,
  };
}
