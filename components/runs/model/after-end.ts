/** Whether an instant comes after the end of a tree, which is told in whole milliseconds: its last event may be a part of one later. */
export function isAfterEnd(at: number, end: number | null): boolean {
  return end !== null && at > end + 1;
}
