"use client";
import { Button, Dialog } from "../ui";
import type { NotTaken } from "./model/not-taken";

type PublishWithoutProps = {
  readonly what: NotTaken;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onShow: () => void;
  readonly onPublish: () => void;
};

const WORDS = {
  code: {
    title: "Text in Code is not on the canvas",
    description: "What was typed there is no part of the draft yet, and would not be published.",
    without: "Publish without it…",
    show: "To the code",
  },
  fields: {
    title: "A field is not in the draft",
    description:
      "What was typed there cannot be taken over yet: mend it, or give it up. Problems lists where.",
    without: "Give it up and publish…",
    show: "To the problems",
  },
} as const;

/** Asks before what was typed, and is not in the draft, stays out of what is published. */
export function PublishWithout({ what, open, onClose, onShow, onPublish }: PublishWithoutProps) {
  const { title, description, without, show } = WORDS[what];
  const close = (then: () => void) => () => {
    onClose();
    then();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={description}
    >
      <div className="flex flex-wrap justify-end gap-2 p-4">
        <Button onClick={close(onPublish)}>{without}</Button>
        <Button look="primary" data-first onClick={close(onShow)}>
          {show}
        </Button>
      </div>
    </Dialog>
  );
}
