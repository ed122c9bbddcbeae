const TEST = "\\.(test|bench)\\.tsx?$";
/** Pure, isomorphic libraries that the core may use. */
const ENGINE_LIBRARIES = [
  "^node_modules/zod/",
  "^node_modules/@marcbachmann/cel-js/",
  "^node_modules/@noble/hashes/",
  "^node_modules/safe-stable-stringify/",
  "^node_modules/@cfworker/json-schema/",
  "^node_modules/yaml/",
];
/** What can open a connection. Types of it are fine everywhere. */
const WAYS_OUT =
  "^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$|^node_modules/(undici|axios|got|node-fetch|ws)/";
/** Parts of the server that listen, and nothing else, and the one way out. */
const NETWORK_CODE = "^server/(egress/|compose/(listen|pages|sockets)\\.ts$|http/body\\.ts$|env\\.ts$)";
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "Split the shared part out.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "engine-is-pure",
      severity: "error",
      comment: "server/engine imports itself and the allowlist of pure libraries. Nothing else.",
      from: { path: "^server/engine/", pathNot: TEST },
      to: { pathNot: ["^server/engine/", ...ENGINE_LIBRARIES] },
    },
    {
      name: "db-knows-only-engine-types",
      severity: "error",
      from: { path: "^db/", pathNot: TEST },
      to: { path: "^(app|components|server)/", pathNot: "^server/engine/" },
    },
    {
      name: "db-imports-engine-as-type",
      severity: "error",
      from: { path: "^db/", pathNot: TEST },
      to: { path: "^server/engine/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "only-db-touches-drizzle",
      severity: "error",
      comment: "Call a query in db/queries.",
      from: { path: "^(app|components|cli|server/)", pathNot: TEST },
      to: { path: "^node_modules/(drizzle-orm|postgres)/" },
    },
    {
      name: "api-goes-through-services",
      severity: "error",
      from: { path: "^server/(api|realtime)/", pathNot: TEST },
      to: { path: "^(db|server/runtime|server/executors)/" },
    },
    {
      name: "runtime-below-services",
      severity: "error",
      from: { path: "^server/runtime/", pathNot: TEST },
      to: { path: "^server/(services|api|realtime|executors|auth)/" },
    },
    {
      name: "executors-are-leaves",
      severity: "error",
      comment: "A handler sees its input and a context, never the store. Types of the port are fine.",
      from: { path: "^server/executors/", pathNot: TEST },
      to: { path: "^(db|server/(runtime|services|api|realtime))/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "one-way-out",
      severity: "error",
      comment: "Every outbound call goes through server/egress, which judges where it goes.",
      from: { path: "^(server|examples)/", pathNot: [TEST, "/testing/", NETWORK_CODE] },
      to: { path: WAYS_OUT, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "egress-is-a-leaf",
      severity: "error",
      from: { path: "^server/egress/", pathNot: [TEST, "/testing/"] },
      to: { path: "^(db|server)/", pathNot: "^server/(egress|engine/values)/" },
    },
    {
      name: "browser-takes-only-engine-from-server",
      severity: "error",
      comment:
        "import type of the API and of wire contracts is fine; a test may hold a model against the real input.",
      from: { path: "^components/", pathNot: TEST },
      to: { path: "^(server|db)/", pathNot: "^server/engine/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "models-are-react-free",
      severity: "error",
      from: { path: ["^components/[^/]+/model/", "^components/ui/[^/]+/model/"], pathNot: TEST },
      to: { path: "^node_modules/(react|react-dom|@xyflow/react)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "features-via-index",
      severity: "error",
      from: { path: "^components/([^/]+)/", pathNot: TEST },
      to: {
        path: "^components/[^/]+/",
        pathNot: ["^components/$1/", "^components/ui/", "^components/[^/]+/index\\.tsx?$"],
      },
    },
    {
      name: "tests-of-features-via-index-or-testing",
      severity: "error",
      from: { path: `^components/([^/]+)/.*${TEST}` },
      to: {
        path: "^components/[^/]+/",
        pathNot: [
          "^components/$1/",
          "^components/ui/",
          "^components/[^/]+/index\\.tsx?$",
          "^components/[^/]+/testing/",
        ],
      },
    },
    {
      name: "composition-roots-are-leaves",
      severity: "error",
      from: { pathNot: "^(e2e|bench|scripts)/" },
      to: { path: "^(server/(main|worker)\\.ts$|cli/)", pathNot: "^cli/" },
    },
    { name: "nobody-imports-app", severity: "error", from: { pathNot: "^app/" }, to: { path: "^app/" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|drizzle|\\.banyan)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
