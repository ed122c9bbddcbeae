"use client";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { syntaxTree } from "@codemirror/language";
import { Editor, type JsonEditorProps, type Language } from "./editor";
import { placeOf } from "./model/place";

const parseFindings = jsonParseLinter();
const JSON_TEXT: Language = {
  extension: json(),
  faults: (view) => parseFindings(view),
  placeOf: ({ state }, pointer) => placeOf(syntaxTree(state), state.doc.toString(), pointer),
};

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function InJson(props: JsonEditorProps) {
  return <Editor language={JSON_TEXT} {...props} />;
}
