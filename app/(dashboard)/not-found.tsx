import { PageHeader } from "@/components/shell";
import { buttonClass, EmptyState, Link } from "@/components/ui";

export default function DashboardNotFound() {
  return (
    <>
      <PageHeader crumbs={[{ label: "Not found" }]} />
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/runs" className={buttonClass({})}>
            Go to runs
          </Link>
        }
      >
        The link may be cut off, or what it named was removed.
      </EmptyState>
    </>
  );
}
