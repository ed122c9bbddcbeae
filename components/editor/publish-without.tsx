"use client";
import { Button, Dialog } from "../ui";

type PublishWithoutProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onCode: () => void;
  readonly onPublish: () => void;
};

/** Asks before what was typed in *Code*, and is not on the canvas, stays out of what is published. */
export function PublishWithout({ open, onOpenChange, onCode, onPublish }: PublishWithoutProps) {
  const close = (then: () => void) => () => {
    onOpenChange(false);
    then();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Text in Code is not on the canvas"
      description="What was typed there is no part of the draft yet, and would not be published."
    >
      <div className="flex flex-wrap justify-end gap-2 p-4">
        <Button onClick={close(onPublish)}>Publish without it…</Button>
        <Button look="primary" onClick={close(onCode)}>
          To the code
        </Button>
      </div>
    </Dialog>
  );
}
