import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { quoted } from "../graph-maker.ts";
import { type Reader, recordOf } from "./reader.ts";

type Parameters = Readonly<Record<string, Json>>;

export const agentOf: Reader = (parameters, { translated, input, version }) => {
  const { asked, told, answered } = messagesOf(parameters);
  const { prompt: plain, text: written = typeof plain === "string" ? plain : undefined } = parameters;
  const own = asked.length > 0 && written === undefined ? [] : [textOr(written, version)];
  const text = translated(oneText([...asked, ...own]));
  const prompt = typeof text === "string" && text !== "" ? asPrompt(text) : "Answer {{ input }}";
  const { systemMessage } = recordOf(parameters["options"]);
  const all = typeof systemMessage === "string" && systemMessage !== "" ? [systemMessage, ...told] : told;
  const system = all.length > 0 ? asPrompt(String(translated(oneText(all)))) : undefined;
  return {
    node: {
      kind: "agent",
      capabilities: ["write"],
      prompt: shownText(prompt, 100_000),
      ...(system === undefined ? {} : { system }),
      input,
    } as GraphNode,
    fate: "approximated",
    message: [
      "An agent: choose which one, by its name or by what it can do. Its model, memory and tools are not kept.",
      ...besides(parameters, answered),
    ].join(" "),
  };
};

/** What is asked where nothing is written: what a chat has sent. */
function textOr(written: Json | undefined, version: number): string {
  if (typeof written === "string" && written !== "") return written;
  return version < 1.1
    ? "={{ $json.input }}"
    : version < 1.3
      ? "={{ $json.chat_input }}"
      : "={{ $json.chatInput }}";
}

type Messages = {
  /** What people say, what the model is told to be, and how many answers of its own stand between. */
  readonly asked: readonly string[];
  readonly told: readonly string[];
  readonly answered: number;
};

/** Messages with who says them, as each of these nodes lists them. */
function messagesOf(parameters: Parameters): Messages {
  const { values, messageValues } = recordOf(parameters["messages"]);
  const lists = [
    values,
    messageValues,
    recordOf(parameters["responses"])["values"],
    recordOf(parameters["prompt"])["messages"],
  ];
  const messages = lists.flatMap((list) =>
    Array.isArray(list)
      ? (list as readonly Json[]).map((entry) => messageOf(recordOf(entry), list === messageValues))
      : [],
  );
  const by = (who: Message["who"]) =>
    messages.flatMap((one) => (one.who === who && one.text !== "" ? [one.text] : []));
  return { asked: by("person"), told: by("system"), answered: by("model").length };
}

type Message = { readonly who: "person" | "system" | "model"; readonly text: string };

function messageOf({ role, type, content, message }: Parameters, ofChain: boolean): Message {
  const text = content ?? message;
  const named = String((ofChain ? (type ?? "System") : role) ?? "user").toLowerCase();
  const who = named.startsWith("system") ? "system" : /^(?:ai|assistant)/.test(named) ? "model" : "person";
  return { who, text: typeof text === "string" ? text : "" };
}

/** What such a node does that no agent here does by itself. */
function besides(parameters: Parameters, answered: number): readonly string[] {
  const { resource = "text", operation = "message", hasOutputParser, needsFallback, jsonOutput } = parameters;
  const writes = ["text", "chat", "assistant", "conversation"].includes(String(resource));
  return [
    writes ? "" : `It did "${operation}" of ${resource}, which an agent does not: put another node here.`,
    answered > 0 ? `Answers that it was shown (${answered}) are not kept.` : "",
    hasOutputParser === true || jsonOutput === true
      ? "Its answer was parsed into fields: give it an output schema."
      : "",
    needsFallback === true ? "Its second model is not kept." : "",
  ].filter((text) => text !== "");
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
