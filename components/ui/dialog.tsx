"use client";
import { type ReactNode, Suspense } from "react";
import { lazyPart } from "./lazy-part";
import { MissingPopup } from "./missing-popup";
import { useOpened } from "./on-demand";

type Shown = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

export type DialogProps = Shown & {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** It comes up by itself and goes once it is answered: nothing in it takes what is being typed, and nothing else closes it. */
  readonly unasked?: boolean;
};

export type ConfirmProps = Shown & {
  readonly title: string;
  /** Names the object and how much is touched. */
  readonly children: ReactNode;
  readonly verb: string;
  readonly keep: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly testId?: string;
};

export type SheetProps = Shown & {
  readonly title: string;
  readonly children: ReactNode;
  readonly side: "left" | "bottom";
};

const boxes = () => import("./dialog-boxes");
const DialogBox = lazyPart(() => boxes().then((part) => ({ default: part.Dialog })), MissingPopup);
const ConfirmBox = lazyPart(() => boxes().then((part) => ({ default: part.Confirm })), MissingPopup);
const SheetBox = lazyPart(() => boxes().then((part) => ({ default: part.Sheet })), MissingPopup);

export function Dialog(props: DialogProps) {
  return useOpened(props.open) ? (
    <Suspense>
      <DialogBox {...props} />
    </Suspense>
  ) : null;
}

/** Asks before something that cannot be taken back. */
export function Confirm(props: ConfirmProps) {
  return useOpened(props.open) ? (
    <Suspense>
      <ConfirmBox {...props} />
    </Suspense>
  ) : null;
}

/** A panel over the page on narrow screens. */
export function Sheet(props: SheetProps) {
  return useOpened(props.open) ? (
    <Suspense>
      <SheetBox {...props} />
    </Suspense>
  ) : null;
}
