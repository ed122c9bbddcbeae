"use client";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { Editor, type JsonEditorProps, type Language } from "./editor";
import { placeOf } from "./model/place";

/** Of a long text only what is in view is read at first; a place in it may be anywhere. */
const LONGEST_READ_MS = 200;
const parseFindings = jsonParseLinter();
const JSON_TEXT: Language = {
  extension: json(),
  faults: (view) => parseFindings(view),
  placeOf: ({ state }, pointer) => {
    const tree = ensureSyntaxTree(state, state.doc.length, LONGEST_READ_MS) ?? syntaxTree(state);
    return placeOf(tree, state.doc.toString(), pointer);
  },
};

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function InJson(props: JsonEditorProps) {
  return <Editor language={JSON_TEXT} {...props} />;
}
