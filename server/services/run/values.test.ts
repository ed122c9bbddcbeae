import { expect, test } from "vitest";
import { BLOB_KEY, type Stored } from "#server/engine/values/json";
import { shownValue, wholeValue } from "./values.ts";

const MB = 1_024 * 1_024;
const parts = (count: number, bytes: number): Stored =>
  Array.from({ length: count }, (_, at) => ({ [BLOB_KEY]: `part-${at}`, bytes }));

/** Answers nothing, and tells which parts it was asked for. */
function reader() {
  const asked: string[] = [];
  const sql = (_: TemplateStringsArray, hashes: readonly string[]) => {
    asked.push(...hashes);
    return Promise.resolve([]);
  };
  return { asked, services: { db: { sql } } as unknown as Parameters<typeof shownValue>[0] };
}

test("what a map of many large items collected is shown without reading them all", async () => {
  const { asked, services } = reader();
  const shown = await shownValue(services, parts(5_000, 100 * 1_024));
  expect(asked).toHaveLength(16);
  expect(JSON.stringify(shown).length).toBeLessThan(64 * 1_024);
});

test("small parts are read as far as they fit", async () => {
  const { asked, services } = reader();
  await shownValue(services, parts(3, 20 * 1_024));
  expect(asked).toEqual(["part-0", "part-1", "part-2"]);
});

test("more than one answer may hold is refused before anything is read", async () => {
  const { asked, services } = reader();
  await expect(wholeValue(services, parts(5, 16 * MB))).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining("80 MB"),
  });
  expect(asked).toEqual([]);
});
