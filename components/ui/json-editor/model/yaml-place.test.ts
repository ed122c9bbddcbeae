import fc from "fast-check";
import { expect, it } from "vitest";
import { faultsOfYaml, placeInYaml } from "./yaml-place";

const TEXT = "nodes:\n  a/b:\n    when: = x\n  c:\n    - 1\n    - d: null\nlast: 2\n";
const at = (text: string, pointer: string) => {
  const { from, to } = placeInYaml(text, pointer);
  return text.slice(from, to);
};

it("finds the value of a pointer", () => {
  expect(at(TEXT, "/nodes/a~1b/when")).toBe("= x");
  expect(at(TEXT, "/nodes/c/1")).toBe("d: null");
  expect(at(TEXT, "/last")).toBe("2");
});

it("shows a missing entry at what lacks it", () => {
  expect(at(TEXT, "/nodes/c/1/missing")).toBe("d: null");
});

it("says where a text is no YAML", () => {
  const [fault] = faultsOfYaml("a: 1\nb: [1\n");
  expect(fault).toMatchObject({ message: expect.stringContaining("]") });
  expect(faultsOfYaml(TEXT)).toEqual([]);
});

it("never leaves the text, whatever stands in it", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (text, parts) => {
      const pointer = parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
      for (const { from, to } of [placeInYaml(text, pointer), ...faultsOfYaml(text)]) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
