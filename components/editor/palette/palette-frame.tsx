"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "../../ui";

type PaletteFrameProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** It has gone, and the keyboard is free to go elsewhere. */
  readonly onGone?: () => void;
  /** Leads the keyboard on as it goes; `true` = back to where it was. */
  readonly leadOn?: () => boolean;
  readonly title: string;
  /** What stands there when nothing fits. */
  readonly none: string;
  readonly testId: string;
  readonly children: ReactNode;
};

/** A list over the canvas that is searched by typing. */
export function PaletteFrame(props: PaletteFrameProps) {
  const { open, onClose, onGone, leadOn, title, none, testId, children } = props;
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(stays) => stays || onClose()}
      onOpenChangeComplete={(stays) => stays || onGone?.()}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-(--scrim)" />
        <Dialog.Popup
          data-testid={testId}
          finalFocus={leadOn ?? true}
          className="fixed inset-x-2 top-2 z-50 flex max-h-[70dvh] animate-appear flex-col overflow-hidden rounded-lg bg-raised shadow-float outline-none sm:inset-x-auto sm:top-[14dvh] sm:left-1/2 sm:w-[460px] sm:-translate-x-1/2"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <Command label={title} loop className="flex min-h-0 flex-col">
            <div className="flex h-11 shrink-0 items-center gap-2.5 border-b px-4">
              <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                placeholder={title}
                className="h-full min-w-0 grow bg-transparent text-read outline-none placeholder:text-ink-faint"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="min-h-0 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-4 text-ink-muted">{none}</Command.Empty>
              {children}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type PaletteLineProps = {
  readonly value: string;
  readonly words: readonly string[];
  readonly onChoose: () => void;
  readonly icon: ReactNode;
  readonly label: string;
  readonly note: string;
};

export function PaletteLine({ value, words, onChoose, icon, label, note }: PaletteLineProps) {
  return (
    <Command.Item
      value={value}
      // By the name that it shows, whatever else it is found by.
      keywords={[label, ...words]}
      onSelect={onChoose}
      className="flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-sm px-3 data-[selected=true]:bg-hover"
    >
      {icon}
      <span className="max-w-[60%] truncate font-medium">{label}</span>
      <span className="min-w-0 grow truncate text-right text-ink-muted text-small">{note}</span>
    </Command.Item>
  );
}
