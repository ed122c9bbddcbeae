"use client";
import { Play } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../providers";
import { Button } from "../../ui";
import { StartDialog } from "./start-dialog";

type StartButtonProps = {
  readonly slug: string;
  readonly name: string;
  readonly look?: "primary" | "plain";
  readonly size?: "small" | "normal";
};

/** Nothing for those who may not start runs. */
export function StartButton({ slug, name, look = "primary", size = "normal" }: StartButtonProps) {
  const [open, setOpen] = useState(false);
  if (!useMay("run.start")) return null;
  return (
    <>
      <Button
        look={look}
        size={size}
        onClick={() => setOpen(true)}
        aria-label={`Start run of ${name}`}
        data-testid="start-run"
        className="relative z-10"
      >
        <Play aria-hidden /> Start run
      </Button>
      <StartDialog slug={slug} open={open} onOpenChange={setOpen} />
    </>
  );
}
