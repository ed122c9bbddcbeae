import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { counted } from "#server/engine/words";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { type Demo, demoShape } from "../shapes.ts";
import { print } from "./print.ts";

type Json = { readonly json?: true };
const AGAIN_MS = 500;

export function addDemoCommands(program: Command): void {
  const demo = program.command("demo").description("data to look around with, marked as such");
  demo.command("status").option("--json", "print JSON").description("whether it is there").action(status);
  demo.command("load").option("--json", "print JSON").description("load it and wait").action(load);
  demo.command("remove").option("--json", "print JSON").description("remove it and wait").action(remove);
}

async function status({ json }: Json): Promise<void> {
  const found = await connect().call({ path: "/demo" }, demoShape);
  print(found, json, () => sentence(found));
}

const load = ({ json }: Json) => act("load", json);
const remove = ({ json }: Json) => act("remove", json);

async function act(verb: "load" | "remove", json: true | undefined): Promise<void> {
  const client = connect();
  const busy = verb === "load" ? "loading" : "removing";
  let found = await client.call({ method: "POST", path: `/demo/${verb}` }, demoShape);
  while (found.phase === busy) {
    if (!json) process.stderr.write(`\r${sentence(found)}   `);
    await sleep(AGAIN_MS);
    found = await client.call({ path: "/demo" }, demoShape);
  }
  if (!json) process.stderr.write("\r");
  print(found, json, () => sentence(found));
}

function sentence({ phase, done, total, trees, workflows }: Demo): string {
  if (phase === "loading") return `Loading the demo data: ${done} of ${total} runs`;
  if (phase === "removing") return `Removing the demo data: ${done} of ${total} runs`;
  if (phase === "absent") return "No demo data is loaded.";
  return `The demo data is loaded: ${counted(trees, "run")} of ${counted(workflows, "workflow")}.`;
}

const connect = () => createClient(findConnection());
