import { expect, test } from "vitest";
import { defineConfig } from "./config.ts";
import { defineMetric, isMetric } from "./define-metric.ts";

const sound = { name: "cost-per-run", per: "level", value: "level.costUsd / double(level.runs)" } as const;

test("a metric is what was said of it, and is known as one", () => {
  const metric = defineMetric(sound);
  expect(metric).toMatchObject(sound);
  expect([isMetric(metric), isMetric(sound)]).toEqual([true, false]);
  expect(defineConfig({ metrics: [metric] }).metrics).toEqual([metric]);
});

test.each([
  [{ ...sound, name: "cost per run" }, 'name "cost per run" is not valid'],
  [{ ...sound, name: "queue-delay" }, "a built-in metric has this name"],
  [{ ...sound, per: "tree" }, '"queue"|per is "run" or "level", not "tree"'],
  [{ ...sound, value: 7 }, "neither an expression nor a function"],
  [{ ...sound, value: "level.cost" }, "level.cost: no such fact"],
  [{ ...sound, value: "level.runs +" }, "value: "],
])("%j is refused where it stands", (spec, why) => {
  expect(() => defineMetric(spec as never)).toThrow(new RegExp(why));
});

test("a config names what it lists that is no metric", () => {
  expect(() => defineConfig({ metrics: [sound as never] })).toThrow(
    "metrics[0] was not made by defineMetric",
  );
});
