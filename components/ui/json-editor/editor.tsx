"use client";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { syntaxTree } from "@codemirror/language";
import { type Diagnostic, forceLinting, linter, lintGutter } from "@codemirror/lint";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import CodeMirror from "@uiw/react-codemirror";
import { useEffect, useMemo, useRef } from "react";
import { cx } from "../cx";
import { useNonce } from "../nonce";
import { LOOK } from "./look";
import { placeOf } from "./model/place";

export type JsonProblem = {
  /** JSON Pointer to the value that is wrong. */
  readonly path: string;
  readonly message: string;
};

export type JsonEditorProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly label: string;
  readonly id?: string;
  /** What somebody else found, such as the server; shown at the values it names. */
  readonly problems?: readonly JsonProblem[];
  readonly readOnly?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  /** CSS lengths. */
  readonly minHeight?: string;
  readonly maxHeight?: string;
  readonly className?: string;
};

const NONE: readonly JsonProblem[] = [];
const SETUP = { autocompletion: false, foldGutter: true, highlightActiveLine: false, tabSize: 2 } as const;

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function Editor({
  value,
  onChange,
  label,
  id,
  problems = NONE,
  readOnly = false,
  invalid = false,
  describedBy,
  minHeight = "120px",
  maxHeight = "480px",
  className,
}: JsonEditorProps) {
  const nonce = useNonce();
  const view = useRef<EditorView | null>(null);
  const found = useRef(problems);
  found.current = problems;
  useEffect(() => {
    if (view.current && problems) forceLinting(view.current);
  }, [problems]);
  const extensions = useMemo(
    () => [
      ...BASE,
      EditorView.cspNonce.of(nonce),
      linter((at) => findings(at, found.current), { delay: 200 }),
      EditorView.contentAttributes.of({
        "aria-label": label,
        // It can be focused anyway; this says so to whoever looks for what scrolls and cannot be reached.
        tabindex: "0",
        ...(id === undefined ? {} : { id }),
        ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
        ...(invalid ? { "aria-invalid": "true" } : {}),
      }),
    ],
    [nonce, label, id, describedBy, invalid],
  );
  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      onCreateEditor={(made) => {
        view.current = made;
      }}
      theme="none"
      basicSetup={SETUP}
      // Tab leaves the editor, as it leaves every other field.
      indentWithTab={false}
      readOnly={readOnly}
      minHeight={minHeight}
      maxHeight={maxHeight}
      extensions={extensions}
      className={cx(
        "overflow-hidden rounded border border-line-strong bg-raised text-small focus-within:border-accent focus-within:outline-1 focus-within:outline-accent",
        invalid && "border-failed",
        className,
      )}
    />
  );
}

/** Leaves ⌘↵ to the form around it. */
const SUBMIT = Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => true }]));
const BASE: readonly Extension[] = [json(), lintGutter(), EditorView.lineWrapping, SUBMIT, LOOK];

const parseFindings = jsonParseLinter();

function findings(view: EditorView, problems: readonly JsonProblem[]): readonly Diagnostic[] {
  const text = view.state.doc.toString();
  if (text.trim() === "") return [];
  const broken = parseFindings(view);
  if (broken.length > 0) return broken;
  const tree = syntaxTree(view.state);
  return problems.map(({ path, message }) => ({ ...placeOf(tree, text, path), severity: "error", message }));
}
