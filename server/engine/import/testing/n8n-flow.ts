type Parts = {
  readonly type: string;
  readonly parameters?: object;
  readonly [more: string]: unknown;
};

/** A target, with the input by which it is reached: `"Both:1"`. */
type Outputs = readonly (readonly string[])[];

/** A workflow as n8n saves it, of nodes by their names and what their outputs lead to. Written for the tests. */
export function n8nFlow(
  nodes: Readonly<Record<string, Parts>>,
  connections: Readonly<Record<string, Outputs>>,
  more: object = {},
): object {
  const target = (name: string) => {
    const [node, index = "0"] = name.split(":");
    return { node, type: "main", index: Number(index) };
  };
  return {
    name: "Flow",
    nodes: Object.entries(nodes).map(([name, { type, ...rest }], at) => ({
      id: `${at}`,
      name,
      type: `n8n-nodes-base.${type}`,
      typeVersion: 1,
      position: [at * 200, 0],
      parameters: {},
      ...rest,
    })),
    connections: Object.fromEntries(
      Object.entries(connections).map(([source, outputs]) => [
        source,
        { main: outputs.map((targets) => targets.map(target)) },
      ]),
    ),
    ...more,
  };
}

/** Parameters of a Set of the third version, of its fields. */
export function setting(fields: Readonly<Record<string, unknown>>, more: object = {}): object {
  const assignments = Object.entries(fields).map(([name, value]) => ({
    id: name,
    name,
    value,
    type: "string",
  }));
  return { assignments: { assignments }, options: {}, ...more };
}

/** Parameters of an If of the second version. */
export function given(
  conditions: readonly (readonly [left: unknown, type: string, operation: string, right?: unknown])[],
  more: object = {},
): object {
  return {
    conditions: {
      options: { caseSensitive: true, typeValidation: "strict", version: 2 },
      combinator: "and",
      conditions: conditions.map(([leftValue, type, operation, rightValue = ""], at) => ({
        id: `${at}`,
        leftValue,
        rightValue,
        operator: { type, operation },
      })),
      ...more,
    },
  };
}
