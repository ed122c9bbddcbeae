"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text";
import { cx } from "./cx";

type CopyProps = { readonly text: string; readonly label: string; readonly className?: string };

export function CopyButton({ text, label, className }: CopyProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1_400);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    void copyText(text, "text").then(setDone);
  };
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={done ? "Copied" : label}
      title={label}
      className={cx(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint transition-colors hover:bg-hover hover:text-ink",
        className,
      )}
    >
      {done ? (
        <Check aria-hidden className="size-3.5 text-succeeded-ink" />
      ) : (
        <Copy aria-hidden className="size-3.5" />
      )}
    </button>
  );
}
