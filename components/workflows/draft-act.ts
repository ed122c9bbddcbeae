import type { DraftDetail } from "#server/services/types";

/** What a box needs that asks before something is done with a draft. */
export type DraftActProps = {
  readonly draft: DraftDetail;
  readonly name: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};
