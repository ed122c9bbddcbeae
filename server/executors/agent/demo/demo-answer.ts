import type { LanguageModelV4Content } from "@ai-sdk/provider";
import type { Json } from "#server/engine/values/json";
import type { Conversation } from "./conversation.ts";
import { closest, sentencesOf, stemsOf } from "./extract.ts";
import { filled } from "./fill-schema.ts";
import { type Numbered, type Sections, sectionsOf } from "./sections.ts";

/** Passages and answers that one text can hold without losing its reader. */
const MOST_CITED = 5;
const SUMMARY_SENTENCES = 3;

/** What the demo model says: a tool call where it has tools and no result yet, else an answer from the prompt alone. */
export function answerFor(conversation: Conversation, malformed: boolean): readonly LanguageModelV4Content[] {
  const { schema, mending, tools, toolResults } = conversation;
  const [first] = tools;
  const sections = sectionsOf(conversation.text);
  if (first && toolResults.length === 0) {
    const input = JSON.stringify(filled(first.inputSchema as Record<string, unknown>, factsOf(sections)));
    return [{ type: "tool-call", toolCallId: "demo-1", toolName: first.name, input }];
  }
  if (malformed && !mending) return [{ type: "text", text: "Here is the answer: {not JSON" }];
  const facts = factsOf(sections, toolResults);
  return [{ type: "text", text: schema ? JSON.stringify(filled(schema, facts)) : String(facts["text"]) }];
}

/** Everything that it can say of a prompt, by the names that schemas use for it. */
function factsOf(sections: Sections, toolResults: readonly string[] = []): Readonly<Record<string, Json>> {
  const { question, related, atMost } = sections;
  const { text, cites } = said(sections, toolResults);
  const questions = related.slice(0, atMost);
  return { question, query: question, questions, text, answer: text, summary: text, cites };
}

function said(
  sections: Sections,
  toolResults: readonly string[],
): { readonly text: string; readonly cites: number[] } {
  const { question, answers, passages, body } = sections;
  const wanted = stemsOf(question);
  if (answers.length > 0) return cited(answers, (answer) => sentencesOf(answer.text).slice(0, 1));
  if (passages.length > 0) return cited(passages, (passage) => closest(passage.text, wanted, 2));
  if (toolResults.length > 0) return { text: `The tools answered: ${toolResults.join(" ")}`, cites: [] };
  if (body !== "") return { text: summaryOf(sections), cites: [] };
  return { text: question === "" ? "There is nothing to answer." : `You said: ${question}`, cites: [] };
}

function summaryOf({ body, mostWords }: Sections): string {
  const text = closest(body, stemsOf(body), SUMMARY_SENTENCES).join(" ");
  const words = text.split(/\s+/);
  if (mostWords === null || words.length <= mostWords) return text;
  return `${words.slice(0, mostWords).join(" ")}…`;
}

function cited(sources: readonly Numbered[], choose: (source: Numbered) => readonly string[]) {
  const used = sources.slice(0, MOST_CITED).map((source) => ({ id: source.id, sentences: choose(source) }));
  const kept = used.filter(({ sentences }) => sentences.length > 0);
  const text = kept.map(({ id, sentences }) => `${withoutMarks(sentences.join(" "))} [${id}]`).join(" ");
  return { text, cites: kept.map(({ id }) => id) };
}

/** A sentence that is cited from an answer must not bring that answer's own numbers along. */
function withoutMarks(text: string): string {
  return text.replace(/\s*\[\d+\]/g, "");
}
