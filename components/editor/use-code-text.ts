"use client";
import { useEffect, useSyncExternalStore } from "react";
import { useEditing } from "./context";
import { type CodeState, CodeText } from "./model/code-text";

/** By workflow, for as long as the page is not loaded anew: whoever comes back to an editor finds what they have typed. */
const texts = new Map<string, CodeText>();

/** What stands in *Code* of a workflow. It is asked before the page is left with text that is not on the canvas. */
export function useCodeText(slug: string): CodeText {
  const text = texts.get(slug) ?? new CodeText();
  texts.set(slug, text);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (text.isLoose) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [text]);
  return text;
}

export function useCodeState(): CodeState {
  const { code } = useEditing();
  return useSyncExternalStore(code.subscribe, code.get, code.get);
}
