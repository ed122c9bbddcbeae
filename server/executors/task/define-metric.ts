import { BUILT_IN_METRICS } from "#server/engine/metrics/built-in";
import { type MetricSpec, metricFault } from "#server/engine/metrics/metric";

const METRIC = Symbol.for("banyan.metric");
const NAME = /^[A-Za-z][A-Za-z0-9._/-]{0,119}$/;

/** A registered metric. */
export type Metric = MetricSpec & { readonly [METRIC]: true };

/** Adds a number to what runs or depths of trees are measured by. It is worked out of facts whenever somebody looks. */
export function defineMetric(spec: MetricSpec): Metric {
  const { name, per, value } = spec;
  if (typeof name !== "string" || !NAME.test(name)) {
    const rule = "a letter, then letters, digits and . _ / -, 120 at most";
    throw new TypeError(`defineMetric: name ${JSON.stringify(name)} is not valid: ${rule}`);
  }
  if (BUILT_IN_METRICS.some((built) => built.name === name))
    throw new TypeError(`defineMetric "${name}": a built-in metric has this name; choose another one`);
  if (per !== "run" && per !== "level")
    throw new TypeError(`defineMetric "${name}": per is "run" or "level", not ${JSON.stringify(per)}`);
  if (typeof value !== "string" && typeof value !== "function")
    throw new TypeError(`defineMetric "${name}": value is neither an expression nor a function`);
  const fault = metricFault(spec);
  if (fault) throw new TypeError(`defineMetric "${name}": value: ${fault}`);
  return { ...spec, [METRIC]: true };
}

export function isMetric(value: unknown): value is Metric {
  return typeof value === "object" && value !== null && METRIC in value;
}
