"use client";
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { type Diagnostic, forceLinting, linter, lintGutter } from "@codemirror/lint";
import { type Extension, Prec, StateEffect } from "@codemirror/state";
import { EditorView, keymap, type ViewUpdate } from "@codemirror/view";
import { useEffect, useMemo, useRef } from "react";
import { cx } from "../cx";
import { useNonce } from "../nonce";
import { LOOK } from "./look";
import type { Place } from "./model/place";
import { useTextEditor } from "./use-text-editor";

export type JsonProblem = {
  /** JSON Pointer to the value that is wrong. */
  readonly path: string;
  readonly message: string;
};

export type Shown = {
  /** JSON Pointer to it; of a text that cannot be read at all, what is wrong there first is meant. Without it the caret stays. */
  readonly path?: string;
  /** The keyboard goes there too. */
  readonly focused: boolean;
};

/** What could be written at a place of the text; `from` is where it would begin. */
export type Suggestions = {
  readonly from: number;
  readonly options: readonly Suggestion[];
};
export type Suggestion = {
  readonly label: string;
  /** What is written, where it is not the label. */
  readonly text?: string;
  /** What it is, in a word or two. */
  readonly hint?: string;
  readonly help?: string;
};

/** How a text is read: what colours it, what is wrong with it, and where in it the value of a pointer stands. */
export type Language = {
  readonly extension: Extension;
  readonly faults: (view: EditorView) => readonly Diagnostic[];
  readonly placeOf: (view: EditorView, pointer: string) => Place;
};

export type JsonEditorProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly label: string;
  readonly id?: string;
  /** What somebody else found, such as the server; shown at the values it names. */
  readonly problems?: readonly JsonProblem[];
  /** Where the caret goes and what is brought into view; anew for each object. */
  readonly shown?: Shown | undefined;
  readonly readOnly?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  /** CSS lengths. */
  readonly minHeight?: string;
  readonly maxHeight?: string;
  readonly className?: string;
  /** Keys and values that fit at a place. It is asked as people type; without it nothing is suggested. */
  readonly suggest?: ((text: string, at: number) => Suggestions | null) | undefined;
};

const NONE: readonly JsonProblem[] = [];
const SETUP = { autocompletion: false, foldGutter: true, highlightActiveLine: false, tabSize: 2 } as const;

export function Editor({
  language,
  value,
  onChange,
  label,
  id,
  problems = NONE,
  shown,
  readOnly = false,
  invalid = false,
  describedBy,
  minHeight = "120px",
  maxHeight = "480px",
  className,
  suggest,
}: JsonEditorProps & { readonly language: Language }) {
  const nonce = useNonce();
  const found = useRef(problems);
  found.current = problems;
  const asked = useRef(suggest);
  asked.current = suggest;
  const extensions = useMemo(
    () => [
      language.extension,
      ...BASE,
      EditorView.cspNonce.of(nonce),
      linter((at) => findings(at, language, found.current), { delay: 200, needsRefresh: isTold }),
      autocompletion({ override: [(context) => suggested(context, asked.current)], icons: false }),
      EditorView.contentAttributes.of({
        "aria-label": label,
        // It can be focused anyway; this says so to whoever looks for what scrolls and cannot be reached.
        tabindex: "0",
        ...(id === undefined ? {} : { id }),
        ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
        ...(invalid ? { "aria-invalid": "true" } : {}),
      }),
    ],
    [language, nonce, label, id, describedBy, invalid],
  );
  const { view, setContainer } = useTextEditor({
    value,
    onChange,
    theme: "none",
    basicSetup: SETUP,
    // Tab leaves the editor, as it leaves every other field.
    indentWithTab: false,
    readOnly,
    minHeight,
    maxHeight,
    extensions,
  });
  useEffect(() => {
    if (!view || !problems) return;
    // Only a check that is due can be forced: what is found after the last one makes another due.
    view.dispatch({ effects: told.of(null) });
    forceLinting(view);
  }, [view, problems]);
  useEffect(() => {
    if (view && shown) show(view, language, shown);
  }, [view, language, shown]);
  return (
    <div
      ref={setContainer}
      className={cx(
        "overflow-hidden rounded border border-line-strong bg-raised text-small focus-within:border-accent focus-within:outline-1 focus-within:outline-accent",
        invalid && "border-failed",
        className,
      )}
    />
  );
}

function show(view: EditorView, language: Language, { path, focused }: Shown): void {
  if (path !== undefined) {
    const [broken] = language.faults(view);
    const { from, to } = broken ?? firstLineOf(view, language.placeOf(view, path));
    view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
  }
  if (focused) view.focus();
}

/** Somebody else has found something, or nothing any more. */
const told = StateEffect.define<null>();
const isTold = ({ transactions }: ViewUpdate): boolean =>
  transactions.some(({ effects }) => effects.some((effect) => effect.is(told)));

/** Leaves ⌘↵ to the form around it. */
const SUBMIT = Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => true }]));
const BASE: readonly Extension[] = [lintGutter(), EditorView.lineWrapping, SUBMIT, LOOK];

function findings(
  view: EditorView,
  language: Language,
  problems: readonly JsonProblem[],
): readonly Diagnostic[] {
  if (view.state.doc.toString().trim() === "") return [];
  const broken = language.faults(view);
  if (broken.length > 0) return broken;
  return problems.map(({ path, message }) => ({
    ...firstLineOf(view, language.placeOf(view, path)),
    severity: "error",
    message,
  }));
}

/** What is wrong with a part as a whole stands where the part begins, not under all of it. */
function firstLineOf(view: EditorView, { from, to }: Place): Place {
  return { from, to: Math.min(to, view.state.doc.lineAt(from).to) };
}

function suggested(context: CompletionContext, suggest: JsonEditorProps["suggest"]): CompletionResult | null {
  const found = suggest?.(context.state.doc.toString(), context.pos);
  if (!found || found.options.length === 0) return null;
  return {
    from: found.from,
    options: found.options.map(({ label, text, hint, help }) => ({
      label,
      ...(text === undefined ? {} : { apply: text }),
      ...(hint === undefined ? {} : { detail: hint }),
      ...(help === undefined ? {} : { info: help }),
    })),
  };
}
