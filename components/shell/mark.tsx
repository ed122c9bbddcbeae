import { cx } from "../ui";

/** A crown with three trunks: the roots that a banyan drops. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 20 20"
      className={cx("size-5 shrink-0", className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
    >
      <path d="M2.5 9.5C2.5 5.4 5.9 2.5 10 2.5s7.5 2.9 7.5 7" />
      <path d="M10 17.5V9.5M2.5 9.5h15" />
      <path d="M5.6 9.5v5.2M14.4 9.5v5.2" opacity="0.55" />
    </svg>
  );
}
