import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { quoted } from "../graph-maker.ts";
import { type Reader, recordOf } from "./reader.ts";

export const agentOf: Reader = (parameters, { translated, input }) => {
  const { text: asked, system: told } = messagesOf(parameters);
  const text = translated(asked ?? "");
  const system = told ?? recordOf(parameters["options"])["systemMessage"];
  const prompt = typeof text === "string" && text !== "" ? asPrompt(text) : "Answer {{ input }}";
  return {
    node: {
      kind: "agent",
      capabilities: ["write"],
      prompt: shownText(prompt, 100_000),
      ...(typeof system === "string" && system !== ""
        ? { system: asPrompt(String(translated(system))) }
        : {}),
      input,
    } as GraphNode,
    fate: "approximated",
    message:
      "An agent: choose which one, by its name or by what it can do. Its model, memory and tools are not kept.",
  };
};

/** Messages with who says them, as one text of all that people say and one of what the model is told to be. */
function messagesOf(parameters: Readonly<Record<string, Json>>): { text?: string; system?: string } {
  const { values, messageValues } = recordOf(parameters["messages"]);
  const listed = (list: Json | undefined) =>
    Array.isArray(list) ? (list as readonly Json[]).map(recordOf) : [];
  const messages = [
    ...listed(values).map(({ role, content }) => ({ system: role === "system", said: content })),
    // Those of a chain, which stand before what it asks.
    ...listed(messageValues).map(({ type = "System", message }) => ({
      system: String(type).startsWith("System"),
      said: message,
    })),
  ];
  const said = (system: boolean) =>
    messages.flatMap((one) => (one.system === system && typeof one.said === "string" ? [one.said] : []));
  const { text, prompt } = parameters;
  const asked = [text, prompt].filter((one) => typeof one === "string");
  const [all, system] = [[...said(false), ...asked.slice(0, 1)], said(true)].map((texts) =>
    oneText(texts.filter((one) => one !== "")),
  );
  return { ...(all ? { text: all } : {}), ...(system ? { system } : {}) };
}

/** Texts one below the other, of which some may hold expressions. */
function oneText(texts: readonly string[]): string {
  const reads = texts.some((text) => text.startsWith("="));
  return (reads ? "=" : "") + texts.map((text) => (reads ? text.replace(/^=/, "") : text)).join("\n\n");
}

/** Braces that stay text would be read as expressions in a prompt. */
function asPrompt(text: string): string {
  return !text.startsWith("=") && text.includes("{{") ? `= ${quoted(text)}` : text;
}
