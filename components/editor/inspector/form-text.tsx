"use client";
import { createContext, useContext } from "react";
import type { TextControlProps } from "../../ui/schema-form";
import { CompletedText } from "./completed-text";
import { LiveLine } from "./live-line";
import { useCompletionAt } from "./use-completion";

/** The option that a generated form is of. */
export const FormField = createContext("");

/** Parts of options that are expressions with or without `=`. */
const EXPRESSIONS: readonly string[] = ["when", "where", "expression", "while", "until", "once", "measure"];
const LINES = 14;

/** A text within a generated form: it offers and works out what a field of its own does. */
export function FormText({ wiring, pointer, as: written, text, onText }: TextControlProps) {
  const option = useContext(FormField);
  const parts = partsOf(pointer);
  const field = [option, ...parts];
  const name = String(field.findLast((part) => typeof part === "string"));
  const as = written === "text" && EXPRESSIONS.includes(name) ? "expression" : "template";
  const complete = useCompletionAt(field, as);
  const lines = text.split("\n").length;
  return (
    <>
      <CompletedText
        {...wiring}
        rows={Math.min(LINES, Math.max(written === "json" ? 3 : 1, lines))}
        className="min-h-0 font-mono text-small"
        oneLine={written === "text"}
        text={text}
        readOnly={false}
        spellCheck={false}
        onText={onText}
        complete={complete}
      />
      <LiveLine field={field} text={text} as={as} />
    </>
  );
}

function partsOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~")));
}
