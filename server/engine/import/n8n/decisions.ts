import type { Json } from "../../values/json.ts";
import { quoted } from "../graph-maker.ts";
import { type Condition, comparisonOf, conditionOf, firstVersion } from "./conditions.ts";
import { type Reader, recordOf } from "./reader.ts";
import { expressionIn, type N8nScope } from "./templates.ts";

type Parameters = Readonly<Record<string, Json>>;
type Case = { readonly port: string; readonly when: string };

const UNKNOWN = "input.holds == true";
/** Nobody is led to believe that it was decided. */
const failsUntil = (field: string) =>
  ` Until then a run whose input has no "${field}" fails when it is asked.`;
const MOST_OUTPUTS = 100;

export const ifOf: Reader = (parameters, { scope }) => {
  const { when, strange } = conditionOf(parameters, scope);
  return {
    node: { kind: "decision", cases: [{ port: "yes", when: when ?? UNKNOWN }], default: "no" },
    ports: ["yes", "no"],
    fate: when === null ? "approximated" : "mapped",
    message:
      when === null
        ? `Its condition cannot be read${listed(strange)}: say when it holds.${failsUntil("holds")}`
        : "A condition.",
  };
};

export const filterOf: Reader = (parameters, { scope }) => {
  const { when, strange } = conditionOf(parameters, scope);
  return {
    node: { kind: "decision", cases: [{ port: "kept", when: when ?? UNKNOWN }], default: "left_out" },
    ports: ["kept"],
    fate: "approximated",
    message:
      when === null
        ? `Its condition cannot be read${listed(strange)}: say what is kept.${failsUntil("holds")}`
        : "It kept some of many items: here a run goes on or not. For lists use a map.",
  };
};

/** What of its conditions nothing here is the same as. */
function listed(strange: readonly string[]): string {
  return strange.length === 0 ? "" : ` (${strange.join("; ").slice(0, 300)})`;
}

type Rules = {
  readonly cases: readonly Case[];
  /** The port of each output, as far as there is one. */
  readonly ports: readonly (string | undefined)[];
  readonly otherwise: string;
  readonly strange: readonly string[];
};

export const switchOf: Reader = (parameters, { scope }) => {
  const { cases, ports, otherwise, strange } = rulesOf(parameters, scope);
  const all = recordOf(parameters["options"])["allMatchingOutputs"] === true;
  const exact = strange.length === 0 && cases.length > 0;
  const some = cases.length > 0 ? cases : [{ port: "way0", when: "input.way == '0'" }];
  return {
    node: { kind: "decision", cases: [...some], default: otherwise },
    ports: cases.length > 0 ? ports : ["way0", otherwise],
    fate: exact && !all ? "mapped" : "approximated",
    message: !exact
      ? `Not all of its rules can be read${listed(strange)}: say when each port is taken.${failsUntil("way")}`
      : all
        ? "It went on by every output whose rule holds: here by the first."
        : "A decision with a port for each output.",
  };
};

function rulesOf(parameters: Parameters, scope: N8nScope): Rules {
  if (parameters["mode"] === "expression") return byNumber(parameters, scope);
  const { values, rules } = recordOf(parameters["rules"]);
  if (Array.isArray(values))
    return secondVersion(
      values.map((rule) => recordOf(rule as Json)),
      parameters,
      scope,
    );
  return Array.isArray(rules)
    ? firstRules(
        rules.map((rule) => recordOf(rule as Json)),
        parameters,
        scope,
      )
    : NONE;
}

const NONE: Rules = { cases: [], ports: [], otherwise: "otherwise", strange: [] };
const portAt = (output: number) => `way${output}`;

/** Each rule is an output; where none holds a run goes on by one more, by one of these, or not at all. */
function secondVersion(rules: readonly Parameters[], parameters: Parameters, scope: N8nScope): Rules {
  const ignoresCase = recordOf(parameters["options"])["ignoreCase"] === true;
  const read = rules.map((rule) =>
    conditionOf(ignoresCase ? { ...rule, options: { ignoreCase } } : rule, scope),
  );
  const ports = rules.map((_rule, at) => portAt(at));
  const fallback = recordOf(parameters["options"])["fallbackOutput"];
  const otherwise = (typeof fallback === "number" ? ports[fallback] : undefined) ?? "otherwise";
  return {
    cases: read.map((condition, at) => ({ port: portAt(at), when: whenOf(condition, at) })),
    ports: fallback === "extra" ? [...ports, otherwise] : ports,
    otherwise,
    strange: read.flatMap(({ when, strange }) =>
      when !== null ? [] : strange.length > 0 ? strange : ["none"],
    ),
  };
}

const ignoreCase = true;

function whenOf({ when }: Condition, at: number): string {
  return when ?? `input.way == ${quoted(String(at))}`;
}

/** One value compared by each rule, which says by which output it goes on. */
function firstRules(rules: readonly Parameters[], parameters: Parameters, scope: N8nScope): Rules {
  const type = typeof parameters["dataType"] === "string" ? parameters["dataType"] : "number";
  const outputs = rules.map(({ output, outputKey }, at) =>
    typeof output === "number" && output >= 0 && output < MOST_OUTPUTS
      ? output
      : outputKey === undefined
        ? 0
        : at,
  );
  const compared = rules.map(({ operation, value2 }) =>
    firstVersion(type, {
      value1: parameters["value1"] ?? "",
      operation: operation ?? "equal",
      ...(value2 === undefined ? {} : { value2 }),
    }),
  );
  const read = compared.map((comparison) => comparisonOf(comparison, scope));
  const fallbackOutput = parameters["fallbackOutput"] ?? recordOf(parameters["options"])["fallbackOutput"];
  const otherwise =
    typeof fallbackOutput === "number" && fallbackOutput >= 0 && fallbackOutput < MOST_OUTPUTS
      ? portAt(fallbackOutput)
      : "otherwise";
  const known = new Set([...outputs.map(portAt), otherwise]);
  const most = Math.max(...outputs, typeof fallbackOutput === "number" ? fallbackOutput : 0, 0);
  const ports = Array.from({ length: Math.min(MOST_OUTPUTS, most + 1) }, (_output, at) =>
    known.has(portAt(at)) ? portAt(at) : undefined,
  );
  return {
    cases: read.map((when, at) => ({
      port: portAt(outputs[at] ?? 0),
      when: whenOf({ when, strange: [] }, at),
    })),
    ports: fallbackOutput === "extra" ? [...ports, otherwise] : ports,
    otherwise,
    strange: compared.filter((_rule, at) => read[at] === null).map(({ operation }) => operation),
  };
}

/** The number of the output is an expression. */
function byNumber({ output, ...more }: Parameters, scope: N8nScope): Rules {
  const outputs = more["outputsAmount"] ?? more["numberOutputs"];
  const text = typeof output === "number" ? String(output) : typeof output === "string" ? output : "";
  const read = text.startsWith("=") ? expressionIn(text, scope) : /^\d+$/.test(text) ? text : null;
  const count = typeof outputs === "number" ? Math.min(MOST_OUTPUTS, Math.max(1, outputs)) : 4;
  const ports = Array.from({ length: count }, (_output, at) => portAt(at));
  return {
    cases: ports.map((port, at) => ({
      port,
      when: read === null ? whenOf({ when: null, strange: [] }, at) : `${read} == ${at}`,
    })),
    ports,
    otherwise: "otherwise",
    strange: read === null ? [text || "none"] : [],
  };
}
