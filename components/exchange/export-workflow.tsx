"use client";
import { Download } from "lucide-react";
import type { Graph } from "#server/engine/graph/graph";
import { useCommands } from "../keys";
import { Button, fetchPart, Menu, toast } from "../ui";
import type { Boxes } from "./model/picture";

type ExportWorkflowProps = {
  /** Asked for when something is exported, so that it is the graph of that moment. */
  readonly graph: () => Graph;
  readonly boxes: () => Boxes;
};

const FORMATS = [
  { format: "json", label: "JSON" },
  { format: "yaml", label: "YAML" },
  { format: "mmd", label: "Mermaid flowchart" },
  { format: "svg", label: "Picture (SVG)" },
  { format: "png", label: "Picture (PNG)" },
] as const;
type Format = (typeof FORMATS)[number]["format"];

/** A workflow as a file: the graph itself, or a drawing of it. */
export function ExportWorkflow({ graph, boxes }: ExportWorkflowProps) {
  const save = (format: Format) => {
    const exported = graph();
    void blobOf(format, exported, boxes).then((blob) => saveAs(blob, `${exported.slug}.${format}`), refused);
  };
  useCommands(
    FORMATS.map(({ format, label }) => ({
      id: `workflow.export.${format}`,
      title: `Export workflow as ${label}`,
      section: "This workflow",
      words: ["download", "file"],
      icon: <Download aria-hidden />,
      run: () => save(format),
    })),
  );
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" look="quiet" data-testid="export-workflow" title="The workflow as a file">
          <Download aria-hidden /> <span className="max-xl:sr-only">Export</span>
        </Button>
      }
      items={FORMATS.map(({ format, label }) => ({ label, onSelect: () => save(format) }))}
    />
  );
}

async function blobOf(format: Format, graph: Graph, boxes: () => Boxes): Promise<Blob> {
  if (format === "svg" || format === "png") {
    const [{ pngOf, svgOf }, { pictureOf }] = await fetchPart(() =>
      Promise.all([import("../drawing"), import("./model/picture")]),
    );
    const picture = pictureOf(graph, boxes());
    const { blob } = format === "svg" ? svgOf(picture) : await pngOf(picture);
    return blob;
  }
  if (format === "mmd") {
    const { mermaidOf } = await fetchPart(() => import("#server/engine/export/mermaid"));
    return new Blob([mermaidOf(graph)], { type: "text/plain" });
  }
  const { codeOf } = await fetchPart(() => import("../graph-text"));
  return new Blob([codeOf(graph, format)], {
    type: format === "json" ? "application/json" : "application/yaml",
  });
}

function saveAs(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function refused(error: unknown): void {
  const description = error instanceof Error ? error.message : "The workflow could not be written.";
  toast.error("Nothing was exported", { description });
}
