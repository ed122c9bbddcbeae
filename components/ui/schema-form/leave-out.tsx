import { X } from "lucide-react";
import { Button } from "../button";

type LeaveOutProps = { readonly label: string; readonly onClick: () => void };

/** Takes a part that nobody has to give out of a value. */
export function LeaveOut({ label, onClick }: LeaveOutProps) {
  const title = `Leave ${label} out`;
  return (
    <Button size="icon-small" look="quiet" aria-label={title} title={title} onClick={onClick}>
      <X aria-hidden />
    </Button>
  );
}
