/** What a person may do with a breaker. */
export type BreakerAct = "trip" | "holdOpen" | "holdClosed" | "reset";

export const ACTS: readonly { readonly act: BreakerAct; readonly label: string; readonly note: string }[] = [
  { act: "trip", label: "Trip…", note: "Opens for its usual time" },
  { act: "holdOpen", label: "Hold open…", note: "Nothing is called until then" },
  { act: "holdClosed", label: "Hold closed…", note: "Everything is called, whatever fails" },
  { act: "reset", label: "Reset…", note: "As if nothing had failed or been said" },
];

export const ACT_WORDS: Readonly<
  Record<BreakerAct, { readonly title: string; readonly verb: string; readonly done: string }>
> = {
  trip: { title: "Trip the breaker of", verb: "Trip", done: "The breaker is open" },
  holdOpen: { title: "Hold open the breaker of", verb: "Hold open", done: "The breaker is held open" },
  holdClosed: {
    title: "Hold closed the breaker of",
    verb: "Hold closed",
    done: "The breaker is held closed",
  },
  reset: { title: "Reset the breaker of", verb: "Reset", done: "The breaker is reset" },
};

/** For how long it may be held; `""` = until it is taken back. */
export const HOLD_TIMES: readonly { readonly value: string; readonly label: string }[] = [
  { value: "900000", label: "15 minutes" },
  { value: "3600000", label: "1 hour" },
  { value: "14400000", label: "4 hours" },
  { value: "86400000", label: "1 day" },
  { value: "", label: "Until it is taken back" },
];
