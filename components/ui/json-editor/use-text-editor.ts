"use client";
import { EditorState } from "@codemirror/state";
import { ExternalChange, type UseCodeMirror, useCodeMirror } from "@uiw/react-codemirror";
import { useCallback, useLayoutEffect, useRef, useState } from "react";

type TextEditor = Omit<UseCodeMirror, "value" | "initialState" | "container" | "onChange"> & {
  readonly value: string;
  readonly onChange: (text: string) => void;
};

/**
 * CodeMirror with `value` as its text. What is typed comes back as `value`, maybe when more has been typed: only what comes
 * from elsewhere is written. The library's own `value` is not used, as it puts older texts back.
 */
export function useTextEditor({ value, onChange, ...setup }: TextEditor) {
  const [initialState] = useState(() => ({ json: EditorState.create({ doc: value }).toJSON() }));
  const tell = useRef(onChange);
  tell.current = onChange;
  /** What was typed and has not come back yet, oldest first. */
  const typed = useRef<readonly string[]>([]);
  const report = useCallback((text: string) => {
    typed.current = [...typed.current, text];
    tell.current(text);
  }, []);
  const { view, setContainer } = useCodeMirror({ ...setup, initialState, onChange: report });
  useLayoutEffect(() => {
    if (!view) return;
    const { doc } = view.state;
    const back = typed.current.indexOf(value);
    const here = doc.toString() === value;
    typed.current = here || back < 0 ? [] : typed.current.slice(back + 1);
    if (here || back >= 0) return;
    view.dispatch({
      changes: { from: 0, to: doc.length, insert: value },
      annotations: ExternalChange.of(true),
    });
  }, [value, view]);
  return { view, setContainer };
}
