import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../setup/command.mjs";
import { MODULES, NODE, ROOT, TOOLS } from "../setup/places.mjs";

const CONFIGS = [
  "biome.json",
  ".dependency-cruiser.cjs",
  "eslint.config.mjs",
  "tsconfig.json",
  "tsconfig.engine.json",
  "package.json",
];

/** A small repository with the project's own configuration and these files; answers its folder. */
export function plant(files) {
  const root = mkdtempSync(join(tmpdir(), "banyan-rules-"));
  for (const config of CONFIGS) cpSync(join(ROOT, config), join(root, config));
  symlinkSync(MODULES, join(root, "node_modules"), "junction");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Names of the broken dependency rules by file. */
export async function brokenRules(root) {
  // The planted repository borrows this one's packages through a link, which must not show in their paths.
  const config = `const real = require("./.dependency-cruiser.cjs");
module.exports = { ...real, options: { ...real.options, preserveSymlinks: true } };`;
  writeFileSync(join(root, "linked.cjs"), config);
  const folders = ["app", "components", "server", "db", "cli"];
  const args = [TOOLS.depcruise, "--config", "linked.cjs", "--output-type", "json", ...folders];
  const { output } = await run(NODE, args, { cwd: root });
  const { violations } = JSON.parse(output).summary;
  return group(violations.map(({ from, rule }) => [from, rule.name]));
}

/** Names of the broken ESLint rules by file. */
export async function eslintFindings(root) {
  const { output } = await run(NODE, [TOOLS.eslint, "--format", "json", "server", "db"], { cwd: root });
  const files = JSON.parse(output.slice(output.indexOf("[{")));
  return group(
    files.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId }) => [relativeTo(root, filePath), ruleId]),
    ),
  );
}

/** Names of the broken Biome rules by file. */
export async function biomeFindings(root) {
  const args = [TOOLS.biome, "lint", "--reporter=json", "--max-diagnostics=none", "--vcs-enabled=false", "."];
  const { output } = await run(NODE, args, { cwd: root });
  const { diagnostics } = JSON.parse(output.slice(output.indexOf('{"summary"')).split("\n")[0]);
  return group(diagnostics.map(({ category, location }) => [pathOf(location), category.split("/").at(-1)]));
}

const pathOf = ({ path }) => (typeof path === "string" ? path : path.file).replace(/^\.\//, "");

/** Lines of the compiler's errors under a tsconfig. */
export async function compilerErrors(root, project) {
  const { output } = await run(NODE, [TOOLS.tsc, "--noEmit", "--pretty", "false", "-p", project], {
    cwd: root,
  });
  return output.split("\n").filter((line) => line.includes("error TS"));
}

const relativeTo = (root, path) => path.slice(path.indexOf(root) + root.length + 1);

function group(pairs) {
  const found = {};
  for (const [file, name] of pairs) found[file] = [...(found[file] ?? []), name].sort();
  return found;
}
