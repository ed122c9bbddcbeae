"use client";
import { Download } from "lucide-react";
import { useCommands } from "../keys";
import { Button, Menu, toast } from "../ui";
import { savePicture } from "./pictures";

const FORMATS = [
  { format: "json", label: "JSON", words: ["download"] },
  { format: "csv", label: "CSV", words: ["download", "spreadsheet"] },
  { format: "mermaid", label: "Mermaid flowchart", words: ["download", "diagram"] },
  { format: "otlp", label: "OTLP trace", words: ["download", "opentelemetry", "spans"] },
] as const;

const PICTURES = [
  { format: "svg", label: "Picture of this view (SVG)" },
  { format: "png", label: "Picture of this view (PNG)" },
] as const;

/** The runs of the tree as a file, as they are at that moment. */
export function ExportMenu({ id }: { readonly id: string }) {
  const items = [
    ...FORMATS.map(({ format, label, words }) => ({
      id: `run.export.${format}`,
      label,
      title: `Export tree as ${label}`,
      words: [...words],
      get: () => download(`/api/v1/runs/${id}/export?format=${format}`),
    })),
    ...PICTURES.map(({ format, label }) => ({
      id: `run.export.${format}`,
      label,
      title: `Export ${label.toLowerCase().replace(format, format.toUpperCase())}`,
      words: ["download", "image", "screenshot"],
      get: () => savePicture(format).catch(refused),
    })),
  ];
  useCommands(
    items.map(({ id: command, title, words, get }) => ({
      id: command,
      title,
      section: "This run",
      words,
      icon: <Download aria-hidden />,
      run: get,
    })),
  );
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" look="quiet" data-testid="export-run" title="The runs of this tree as a file">
          <Download aria-hidden /> <span className="max-sm:sr-only">Export</span>
        </Button>
      }
      items={items.map(({ label, get }) => ({ label, onSelect: get }))}
    />
  );
}

function refused(error: unknown): void {
  const description = error instanceof Error ? error.message : "The view could not be drawn.";
  toast.error("No picture was taken", { description });
}

/** The answer says that it is a file, so the page stays. */
function download(href: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  link.click();
}
