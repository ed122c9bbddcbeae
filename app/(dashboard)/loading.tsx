import { SkeletonRows } from "@/components/ui";

/** Stands in for a page that is on its way; nothing is drawn for one that comes at once. */
export default function Loading() {
  return (
    <>
      <div className="h-11 shrink-0 border-b" />
      <div className="appear-late">
        <SkeletonRows rows={8} />
      </div>
    </>
  );
}
