"use client";
import { yaml } from "@codemirror/lang-yaml";
import { Editor, type JsonEditorProps, type Language } from "./editor";
import { faultsOfYaml, placeInYaml } from "./model/yaml-place";

const YAML_TEXT: Language = {
  extension: yaml(),
  faults: ({ state }) =>
    faultsOfYaml(state.doc.toString()).map((fault) => ({ ...fault, severity: "error" as const })),
  placeOf: ({ state }, pointer) => placeInYaml(state.doc.toString(), pointer),
};

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function InYaml(props: JsonEditorProps) {
  return <Editor language={YAML_TEXT} {...props} />;
}
