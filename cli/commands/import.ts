import type { Command } from "commander";
import * as z from "zod";
import { readImport } from "#server/engine/import/read-import";
import { countFates, type Fate, type Imported } from "#server/engine/import/report";
import { counted } from "#server/engine/words";
import { type Client, createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { addDraft } from "../drafts.ts";
import { CliError, EXIT } from "../exit.ts";
import { readText } from "../files.ts";
import { table } from "../model/words.ts";
import { workflowPath } from "../publish.ts";
import { print } from "./print.ts";

type Options = { readonly slug?: string; readonly check?: true; readonly json?: true };
const pinsShape = z.looseObject({ pins: z.record(z.string(), z.unknown()) });

export function addImportCommand(workflows: Command): void {
  const command = workflows
    .command("import")
    .argument("<file>", "of Conductor, LangGraph, n8n, Mermaid or Banyan");
  command.option("--slug <slug>", "what the workflow is called here");
  command.option("--check", "say what would become of everything in it; stores nothing");
  command.option("--json", "print JSON");
  command
    .description("make a draft of a workflow of another tool; nothing in the file is run")
    .action(importFile);
}

async function importFile(file: string, { slug, check, json }: Options): Promise<void> {
  const made = readImport(readText(file));
  if (!made.ok)
    throw new CliError(`${file} cannot be imported.`, EXIT.invalid, [
      { path: made.place, message: made.message },
    ]);
  const { format, notes, pins = {} } = made;
  const graph = slug === undefined ? made.graph : { ...made.graph, slug };
  const told = { format, ...countFates(notes), notes, pins: Object.keys(pins), slug: graph.slug };
  if (check) return print({ ...told, graph }, json, () => reportOf(made));
  const client = createClient(findConnection());
  const { draft } = await addDraft(client, graph);
  const unpinned = await pinned(client, graph.slug, pins);
  print({ ...told, draft, ...(unpinned === null ? {} : { unpinned }) }, json, () =>
    [
      reportOf(made),
      ...(unpinned === null ? [] : [`Its results could not be pinned: ${unpinned}`]),
      `Draft of ${graph.slug}: ${draft.hash}`,
    ].join("\n"),
  );
}

/** Why the results of a file are not pinned; `null` = they are. The draft is kept either way. */
async function pinned(client: Client, slug: string, pins: object): Promise<string | null> {
  if (Object.keys(pins).length === 0) return null;
  try {
    await client.call(
      { method: "POST", path: `${workflowPath(slug)}/draft/pins`, body: { pins } },
      pinsShape,
    );
    return null;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
}

/** What somebody has to look at comes first. */
const ORDER: readonly Fate[] = ["dropped", "approximated", "mapped"];

function reportOf({ format, graph, notes }: Imported): string {
  const { mapped, approximated, dropped } = countFates(notes);
  const rows = ORDER.flatMap((fate) =>
    notes
      .filter((note) => note.fate === fate)
      .map(({ place, what, message }) => [fate, place, what, message]),
  );
  const size = `${format}: ${counted(Object.keys(graph.nodes).length, "node")} and ${counted(graph.edges.length, "edge")}`;
  if (rows.length === 0) return `${size}, as they are.`;
  const sums = `${size}; ${counted(mapped, "part")} mapped, ${approximated} approximated, ${dropped} dropped.`;
  return `${sums}\n${table(["FATE", "PLACE", "WHAT", ""], rows)}`;
}
