import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from "@ai-sdk/provider";

/** A call as the demo model reads it. */
export type Conversation = {
  readonly text: string;
  /** It has answered before: this is a turn to mend the answer. */
  readonly mending: boolean;
  readonly toolResults: readonly string[];
  readonly tools: readonly LanguageModelV4FunctionTool[];
  /** JSON Schema that the answer has to fit; `null` = text. */
  readonly schema: Readonly<Record<string, unknown>> | null;
};

export function conversationOf({
  prompt,
  tools = [],
  responseFormat,
}: LanguageModelV4CallOptions): Conversation {
  const parts = prompt.flatMap((message) =>
    message.role === "system" ? [] : message.content.map((part) => ({ role: message.role, part })),
  );
  return {
    text: parts
      .flatMap(({ role, part }) => (role === "user" && part.type === "text" ? [part.text] : []))
      .join("\n\n"),
    mending: parts.some(({ role, part }) => role === "assistant" && part.type === "text"),
    toolResults: parts.flatMap(({ part }) =>
      part.type === "tool-result" ? [JSON.stringify(part.output)] : [],
    ),
    tools: tools.filter((tool) => tool.type === "function"),
    schema:
      responseFormat?.type === "json" ? ((responseFormat.schema ?? {}) as Record<string, unknown>) : null,
  };
}
