import type { Command } from "commander";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { EXIT } from "../exit.ts";
import { readGraph } from "../files.ts";
import { table } from "../model/words.ts";
import { problemLine, publish, validate } from "../publish.ts";
import { pageOf, workflowShape } from "../shapes.ts";
import { addModifyCommands } from "./modify.ts";
import { print } from "./print.ts";

type Json = { readonly json?: true };
const workflowPage = pageOf(workflowShape);

export function addWorkflowsCommands(program: Command): void {
  const workflows = program.command("workflows").description("list, check, publish and modify workflows");
  workflows.command("list").option("--json", "print JSON").description("all workflows").action(list);
  const check = workflows.command("validate").argument("<file>", "graph file (.json, .yaml)");
  check.option("--json", "print JSON").description("check a graph; stores nothing").action(checkFile);
  const push = workflows.command("push").argument("<file>", "graph file (.json, .yaml)");
  push.option("--json", "print JSON").description("publish a graph as the next revision").action(pushFile);
  addModifyCommands(workflows);
}

async function list({ json }: Json): Promise<void> {
  const page = await connect().call({ path: "/workflows" }, workflowPage);
  const rows = page.data.map(({ slug, revision, nodes, recursion, name }) => [
    slug,
    revision,
    nodes,
    recursion,
    name,
  ]);
  print(page, json, () => table(["SLUG", "REVISION", "NODES", "RECURSION", "NAME"], rows));
}

async function checkFile(file: string, { json }: Json): Promise<void> {
  const result = await validate(connect(), readGraph(file));
  print(result, json, () =>
    [...result.problems.map(problemLine), result.valid ? `${file} is valid.` : ""].filter(Boolean).join("\n"),
  );
  if (!result.valid) process.exitCode = EXIT.invalid;
}

async function pushFile(file: string, { json }: Json): Promise<void> {
  const published = await publish(connect(), readGraph(file), file);
  print(published, json, () => `Published ${published.slug}, revision ${published.revision}.`);
}

const connect = () => createClient(findConnection());
