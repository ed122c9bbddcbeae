"use client";
import { ChevronDown, FlaskConical, Play } from "lucide-react";
import { useSpokenKeys } from "../../keys";
import { useMay } from "../../providers";
import { Button, Menu } from "../../ui";
import { useEditorState } from "../context";
import { type Part, partWords } from "../model/trial/part";

type RunMenuProps = { readonly onDry: () => void; readonly onRun: (part: Part) => void };

/** Tries the draft: in the browser, or for real, all of it or a part that belongs to the node that is chosen. */
export function RunMenu({ onDry, onRun }: RunMenuProps) {
  const { selection } = useEditorState();
  const mayRun = useMay("run.startDraft");
  const keys = useSpokenKeys("editor.dry");
  const [only] = selection.nodes;
  const node = selection.nodes.size === 1 ? only : undefined;
  const parts: readonly { readonly part: Part; readonly keys: readonly string[] }[] =
    node === undefined
      ? []
      : [
          { part: { until: node }, keys: ["U"] },
          { part: { from: node }, keys: ["⇧", "R"] },
          { part: { from: node, until: node }, keys: ["O"] },
        ];
  return (
    <div className="flex items-center gap-1.5 max-md:hidden">
      <Button size="small" onClick={onDry} title={`Dry run (${keys})`} data-testid="dry-run">
        <FlaskConical aria-hidden /> Dry run
      </Button>
      {mayRun ? (
        <Menu
          align="end"
          trigger={
            <Button size="small" data-testid="run-draft">
              <Play aria-hidden /> Run draft <ChevronDown aria-hidden />
            </Button>
          }
          items={[
            { label: "Run all of it…", keys: ["R"], onSelect: () => onRun({}) },
            ...(parts.length > 0 ? (["-"] as const) : []),
            ...parts.map(({ part, keys }) => ({
              label: `${partWords(part)}…`,
              keys,
              onSelect: () => onRun(part),
            })),
          ]}
        />
      ) : null}
    </div>
  );
}
