import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { biomeFindings, brokenRules, compilerErrors, eslintFindings, plant } from "./plant.mjs";

/** One planted violation for each rule: a rule that does not bite turns this red. */
const roots = [];
const planted = (files) => {
  const root = plant(files);
  roots.push(root);
  return root;
};
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

const VALUE = "export const value = 1;\n";
const LEGAL = {
  "server/engine/ids.ts":
    'import * as z from "zod";\nexport const id = z.string();\nexport type Id = string;\n',
  "server/services/run/start.ts": 'import { query } from "#db/queries/query";\nexport const start = query;\n',
  "server/services/run/types.ts": "export type Started = { id: string };\n",
  "server/runtime/port.ts": "export type Port = { run: () => void };\n",
  "server/executors/fine.ts":
    'import type { Port } from "#server/runtime/port";\nexport const fine: Port = { run: () => {} };\n',
  "db/queries/query.ts":
    'import postgres from "postgres";\nimport type { Id } from "#server/engine/ids";\nexport const query = (id: Id) => postgres(id);\n',
  "components/tree/index.ts": 'export { size } from "./model/size";\n',
  "components/tree/model/size.ts": VALUE.replace("value", "size"),
  "components/runs/list.tsx": 'import { size } from "../tree/index";\nexport const list = size;\n',
  "server/main.ts": VALUE,
  "app/page.tsx": VALUE,
};

describe("dependency rules", () => {
  it("bite where they should and nowhere else", { timeout: 60_000 }, async () => {
    const root = planted({
      ...LEGAL,
      "server/engine/a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;\n',
      "server/engine/b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;\n',
      "server/engine/reads-files.ts":
        'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
      "server/engine/uses-postgres.ts": 'import postgres from "postgres";\nexport const p = postgres;\n',
      "db/queries/calls-service.ts":
        'import { start } from "#server/services/run/start";\nexport const s = start;\n',
      "db/queries/runs-engine.ts": 'import { id } from "#server/engine/ids";\nexport const i = id;\n',
      "server/services/run/raw-sql.ts": 'import { sql } from "drizzle-orm";\nexport const raw = sql;\n',
      "cli/raw-sql.ts": 'import { sql } from "drizzle-orm";\nexport const raw = sql;\n',
      "server/api/skips-services.ts": 'import { query } from "#db/queries/query";\nexport const q = query;\n',
      "server/realtime/skips-services.ts":
        'import type { Port } from "#server/runtime/port";\nexport type P = Port;\n',
      "server/runtime/reaches-up.ts":
        'import { start } from "#server/services/run/start";\nexport const s = start;\n',
      "server/executors/sees-store.ts":
        'import { query } from "#db/queries/query";\nexport const q = query;\n',
      "server/services/run/calls-out.ts":
        'import { request } from "node:https";\nexport const r = request;\n',
      "server/executors/calls-out.ts": 'import { connect } from "node:net";\nexport const c = connect;\n',
      "server/http/only-types.ts":
        'import type { IncomingMessage } from "node:http";\nexport type I = IncomingMessage;\n',
      "server/compose/listen.ts":
        'import { createServer } from "node:http";\nexport const c = createServer;\n',
      "server/egress/send.ts": 'import { connect } from "node:net";\nexport const c = connect;\n',
      "server/egress/sees-services.ts":
        'import { start } from "#server/services/run/start";\nexport const s = start;\n',
      "components/runs/takes-server.ts":
        'import { start } from "#server/services/run/start";\nexport const s = start;\n',
      "components/tree/model/uses-react.ts":
        'import { useState } from "react";\nexport const u = useState;\n',
      "components/runs/reaches-in.ts": 'import { size } from "../tree/model/size";\nexport const s = size;\n',
      "server/services/run/starts-main.ts":
        'import { value } from "#server/main";\nexport const v = value;\n',
      "components/runs/imports-app.ts": 'import { value } from "../../app/page";\nexport const v = value;\n',
    });
    expect(await brokenRules(root)).toEqual({
      "server/engine/a.ts": ["no-cycles"],
      "server/engine/reads-files.ts": ["engine-is-pure"],
      "server/engine/uses-postgres.ts": ["engine-is-pure", "only-db-touches-drizzle"],
      "db/queries/calls-service.ts": ["db-knows-only-engine-types"],
      "db/queries/runs-engine.ts": ["db-imports-engine-as-type"],
      "server/services/run/raw-sql.ts": ["only-db-touches-drizzle"],
      "cli/raw-sql.ts": ["only-db-touches-drizzle"],
      "server/api/skips-services.ts": ["api-goes-through-services"],
      "server/realtime/skips-services.ts": ["api-goes-through-services"],
      "server/runtime/reaches-up.ts": ["runtime-below-services"],
      "server/executors/sees-store.ts": ["executors-are-leaves"],
      "server/services/run/calls-out.ts": ["one-way-out"],
      "server/executors/calls-out.ts": ["one-way-out"],
      "server/egress/sees-services.ts": ["egress-is-a-leaf"],
      "components/runs/takes-server.ts": ["browser-takes-only-engine-from-server"],
      "components/tree/model/uses-react.ts": ["models-are-react-free"],
      "components/runs/reaches-in.ts": ["features-via-index"],
      "server/services/run/starts-main.ts": ["composition-roots-are-leaves"],
      "components/runs/imports-app.ts": ["nobody-imports-app"],
    });
  });
});

describe("the engine's compiler settings", () => {
  it("know no timer, console, network, process or Node module", { timeout: 60_000 }, async () => {
    const names = [
      "setTimeout",
      "setInterval",
      "queueMicrotask",
      "console",
      "fetch",
      "process",
      "crypto",
      "window",
      "Buffer",
      "performance",
    ];
    const files = Object.fromEntries(
      names.map((name) => [`server/engine/uses-${name.toLowerCase()}.ts`, `export const x = ${name};\n`]),
    );
    const errors = await compilerErrors(planted(files), "tsconfig.engine.json");
    for (const name of names) {
      expect(
        errors.some((line) => line.includes(`uses-${name.toLowerCase()}.ts`)),
        `${name} compiles in the engine`,
      ).toBe(true);
    }
  });

  it("refuse a Node module", { timeout: 60_000 }, async () => {
    const files = {
      "server/engine/reads.ts":
        'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
    };
    expect(await compilerErrors(planted(files), "tsconfig.engine.json")).toHaveLength(1);
  });
});

describe("the compiler settings of all code", () => {
  it("refuse what Node cannot run as it is and what hides undefined", { timeout: 60_000 }, async () => {
    const errors = await compilerErrors(
      planted({
        "server/a-enum.ts": "export enum Color { Red }\n",
        "server/b-parameter.ts": "export class Box { constructor(private size: number) {} }\n",
        "server/c-index.ts": "export const first = (list: number[]): number => list[0];\n",
        "server/d-record.ts": "export const name = (of: Record<string, string>) => of.name;\n",
        "server/e-optional.ts": "export const x: { a?: number } = { a: undefined };\n",
        "server/f-type.ts": 'import { Hidden } from "./g-hidden.ts";\nexport type Shown = Hidden;\n',
        "server/g-hidden.ts": "export type Hidden = string;\n",
      }),
      "tsconfig.json",
    );
    expect(errors.map((line) => line.split("(")[0])).toEqual(
      ["a-enum", "b-parameter", "c-index", "d-record", "e-optional", "f-type"].map(
        (name) => `server/${name}.ts`,
      ),
    );
  });
});

describe("type-aware lint rules", () => {
  it("catch forgotten promises, lazy queries, open switches and clocks in the engine", {
    timeout: 60_000,
  }, async () => {
    const query =
      'import { drizzle } from "drizzle-orm/postgres-js";\nimport { pgTable, text } from "drizzle-orm/pg-core";\nconst table = pgTable("t", { a: text("a") });\n';
    const root = planted({
      "db/queries/floating.ts": `${query}export function add(db: ReturnType<typeof drizzle>) {\n  db.insert(table).values({ a: "x" });\n}\n`,
      "db/queries/awaited.ts": `${query}export async function add(db: ReturnType<typeof drizzle>) {\n  await db.insert(table).values({ a: "x" });\n}\n`,
      "server/runtime/floating.ts": "export function go() {\n  Promise.resolve(1);\n}\n",
      "server/runtime/misused.ts":
        "export function f(p: Promise<boolean>) {\n  if (p) return 1;\n  return 2;\n}\n",
      "server/runtime/open-switch.ts":
        'export function f(x: "a" | "b") {\n  switch (x) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n',
      "server/runtime/throws.ts": 'export function f() {\n  throw "text";\n}\n',
      "server/engine/clock.ts": "export const now = () => Date.now() + Math.random();\n",
      "server/executors/fetches.ts": 'export const get = () => fetch("http://localhost");\n',
      "server/services/run/fetches.ts": "export const get = globalThis.fetch;\n",
    });
    expect(await eslintFindings(root)).toEqual({
      "db/queries/floating.ts": ["@typescript-eslint/no-floating-promises"],
      "server/runtime/floating.ts": ["@typescript-eslint/no-floating-promises"],
      "server/runtime/misused.ts": ["@typescript-eslint/no-misused-promises"],
      "server/runtime/open-switch.ts": ["@typescript-eslint/switch-exhaustiveness-check"],
      "server/runtime/throws.ts": ["@typescript-eslint/only-throw-error"],
      "server/engine/clock.ts": ["no-restricted-properties", "no-restricted-properties"],
      "server/executors/fetches.ts": ["no-restricted-globals"],
      "server/services/run/fetches.ts": ["no-restricted-properties"],
    });
  });
});

describe("size and style rules", () => {
  it("catch what is too long, too tangled or misnamed", { timeout: 60_000 }, async () => {
    const lines = (count, line) => Array.from({ length: count }, (_, at) => line(at)).join("\n");
    const found = await biomeFindings(
      planted({
        "server/long-file.ts": `${lines(401, (at) => `export const v${at} = ${at};`)}\n`,
        "server/long-function.ts": `export function f(xs: number[]) {\n${lines(61, (at) => `  xs.push(${at});`)}\n}\n`,
        "server/tangled.ts": `export function f(a: number) {\n${lines(5, (at) => `  if (a > ${at}) {\n    for (;;) {\n      if (a) break;\n    }\n  }`)}\n}\n`,
        "server/BadName.ts": VALUE,
        "server/any.ts": "export const x: any = 1;\n",
        "server/bang.ts": "export const f = (x?: string) => x!.length;\n",
        "server/default.ts": "export default 1;\n",
        "server/engine/node.ts":
          'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
        "server/engine/date.ts": "export const at = new Date(0);\n",
        "app/page.tsx": "export default function Page() {\n  return null;\n}\n",
        "server/engine/date.test.ts": "export const at = new Date(0);\n",
      }),
    );
    expect(found).toEqual({
      "server/long-file.ts": ["noExcessiveLinesPerFile"],
      "server/long-function.ts": ["noExcessiveLinesPerFunction"],
      "server/tangled.ts": ["noExcessiveCognitiveComplexity"],
      "server/BadName.ts": ["useFilenamingConvention"],
      "server/any.ts": ["noExplicitAny"],
      "server/bang.ts": ["noNonNullAssertion"],
      "server/default.ts": ["noDefaultExport"],
      "server/engine/node.ts": ["noNodejsModules"],
      "server/engine/date.ts": ["noRestrictedGlobals"],
    });
  });
});
