import { describe, expect, it } from "vitest";
import { nodeSchema } from "#server/engine/nodes/definitions";
import { addedValue } from "./added";
import { type Field, sectionsOf, workflowSections } from "./fields";

const forms = (fields: readonly Field[]) =>
  fields.flatMap(({ name, control, required }) =>
    control.as === "form" && !required ? [[name, addedValue(control.schema)] as const] : [],
  );

describe("what Add gives", () => {
  it.each(nodeSchema.options.map((option) => [option.shape.kind.value, option] as const))(
    "is allowed in a node of kind %s, or nothing",
    (kind, option) => {
      for (const [name, value] of forms(sectionsOf(kind).flatMap(({ fields }) => fields))) {
        if (value === undefined) continue;
        const part = option.shape[name as keyof typeof option.shape];
        const { success } = part.safeParse(value);
        expect({ name, success }).toEqual({ name, success: true });
      }
    },
  );

  it("is what the form shows: the first of what may be chosen", () => {
    const given = Object.fromEntries(
      [sectionsOf("subworkflow"), workflowSections()].flatMap((sections) =>
        forms(sections.flatMap(({ fields }) => fields)),
      ),
    );
    expect(
      Object.fromEntries(forms(sectionsOf("subworkflow").flatMap(({ fields }) => fields))),
    ).toMatchObject({
      context: "full",
      recovery: [{ do: "retry" }],
      join: "all",
    });
    expect(given["limits"]).toBeUndefined();
    const task = forms(sectionsOf("task").flatMap(({ fields }) => fields));
    // A rule without anything in it would be one for all failures.
    expect(task).toContainEqual(["classify", undefined]);
  });
});
