import { expect, test } from "vitest";
import * as z from "zod";
import { misfitsOf } from "#server/engine/schema/fits";
import { declaredOutputs } from "./declared-outputs.ts";
import { defineTask } from "./define-task.ts";

const run = () => ({ size: 1, at: new Date(0) });

test("tasks tell what they give as a JSON Schema, where they declare it", () => {
  const output = z.object({ size: z.number().int(), at: z.date() });
  const outputs = declaredOutputs([
    defineTask({ name: "sized", input: z.object({}), output, run }),
    defineTask({ name: "silent", input: z.object({}), run }),
  ]);
  expect(Object.keys(outputs)).toEqual(["sized"]);
  const schema = outputs["sized"] ?? {};
  expect(misfitsOf(schema, { size: 1, at: "1970-01-01" })).toEqual([]);
  expect(misfitsOf(schema, { size: "1", at: null })).not.toEqual([]);
});
