"use client";
import { Download, Share2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useCommands } from "../keys";
import { useMay } from "../providers";
import { Button, lazyPart, Menu, type MenuEntry, MissingPopup, toast, useOpened } from "../ui";
import { savePicture } from "./pictures";

const ShareDialog = lazyPart(
  () => import("../shares").then((part) => ({ default: part.ShareDialog })),
  MissingPopup,
);

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

const SHARE = "Share a read-only link…";

type ExportMenuProps = {
  readonly id: string;
  /** Instant that the tree is shown at; `null` = the present. */
  readonly at: number | null;
};

/** The runs of the tree as a file, as they are at the moment that is shown, and links for people without an account. */
export function ExportMenu({ id, at }: ExportMenuProps) {
  const mayShare = useMay("share.create");
  const [sharing, setSharing] = useState(false);
  const asked = useOpened(sharing);
  const items = itemsOf(id, at);
  const files = items.map(({ label, get }) => ({ label, onSelect: get }));
  useCommands([
    ...items.map(({ id: command, title, words, get }) => ({
      id: command,
      title,
      section: "This run",
      words,
      icon: <Download aria-hidden />,
      run: get,
    })),
    ...(mayShare
      ? [
          {
            id: "run.share",
            title: SHARE,
            section: "This run",
            words: ["link", "public", "guest"],
            icon: <Share2 aria-hidden />,
            run: () => setSharing(true),
          },
        ]
      : []),
  ]);
  const share: readonly MenuEntry[] = mayShare
    ? [{ label: SHARE, icon: <Share2 aria-hidden />, onSelect: () => setSharing(true) }, "-"]
    : [];
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button
            size="small"
            look="quiet"
            data-testid="export-run"
            title="The runs of this tree as a file, or as a link for others"
          >
            <Download aria-hidden /> <span className="max-2xl:sr-only">Export</span>
          </Button>
        }
        items={[
          ...share,
          ...(at === null ? files : [{ group: "As it was at the moment shown", items: files }]),
        ]}
      />
      {asked ? (
        <Suspense fallback={null}>
          <ShareDialog id={id} open={sharing} onOpenChange={setSharing} />
        </Suspense>
      ) : null}
    </>
  );
}

function itemsOf(id: string, at: number | null) {
  const asOf = at === null ? "" : `&at=${new Date(at).toISOString()}`;
  return [
    ...FORMATS.map(({ format, label, words }) => ({
      id: `run.export.${format}`,
      label,
      title: at === null ? `Export tree as ${label}` : `Export tree as it was, as ${label}`,
      words: [...words],
      get: () => download(`/api/v1/runs/${id}/export?format=${format}${asOf}`),
    })),
    ...PICTURES.map(({ format, label }) => ({
      id: `run.export.${format}`,
      label,
      title: `Export ${label.toLowerCase().replace(format, format.toUpperCase())}`,
      words: ["download", "image", "screenshot"],
      get: () => savePicture(format, at).catch(refused),
    })),
  ];
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
