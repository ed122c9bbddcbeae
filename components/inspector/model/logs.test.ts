import { expect, test } from "vitest";
import type { LogRow } from "#server/services/run/logs";
import { fieldsText, placeOfLine, printLines } from "./logs";

const row: LogRow = {
  line: 1,
  runId: "01a21c1d-bb9a-7132-bd87-a28b6f11dca7.12",
  nodeId: "audit",
  item: 3,
  attempt: 2,
  at: "2026-03-01T10:00:00.000Z",
  level: "warn",
  message: "slow",
  fields: { ms: 900 },
};

test("a line says where it was said, and of which run where there are several", () => {
  expect(placeOfLine(row, true)).toBe("#12 audit[3] try 2");
  expect(placeOfLine({ ...row, item: null, attempt: 1 }, false)).toBe("audit");
});

test("copied lines carry all that is known of them", () => {
  expect(printLines([row])).toBe('2026-03-01T10:00:00.000Z warn #12 audit[3] try 2 slow {"ms":900}');
});

test("fields on a line are shown as far as they are text", () => {
  expect(fieldsText({ ms: 900 })).toBe('{"ms":900}');
  expect(fieldsText({ $truncated: '{"rows":[1' })).toBe('{"rows":[1…');
  const picture = `data:image/png;base64,${"A".repeat(2_048)}`;
  expect(fieldsText({ picture })).toBe('{"picture":"[image/png, 1.5 KB]"}');
});
