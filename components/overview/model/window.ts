const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

type Span = { readonly from: string; readonly to: string };

export function hourOf(instant: string): string {
  return TIME.format(new Date(instant));
}

/** `14:00–15:00`, in the zone of whoever looks. */
export function windowOf({ from, to }: Span): string {
  return `${hourOf(from)}–${hourOf(to)}`;
}
