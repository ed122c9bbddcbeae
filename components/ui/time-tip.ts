"use client";
import { Tooltip } from "@base-ui/react/tooltip";

/** One tooltip for all instants of a page: a table has thousands. Its popup stands in `ZoneProvider`. */
export const timeTip = Tooltip.createHandle<number>();
