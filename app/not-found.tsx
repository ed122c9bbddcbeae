import { buttonClass, EmptyState, Link } from "@/components/ui";

export default function NotFound() {
  return (
    <main className="pt-[18dvh]">
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/" className={buttonClass({})}>
            Go to the overview
          </Link>
        }
      >
        The link may be cut off, or what it named was removed.
      </EmptyState>
    </main>
  );
}
