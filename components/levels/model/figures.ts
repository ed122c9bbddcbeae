/** Dollars with as many digits as tell a small amount from nothing. */
export function costText(usd: number): string {
  return usd >= 0.01 ? `$${usd.toFixed(2)}` : `$${usd.toPrecision(2)}`;
}

export function shareText(share: number): string {
  return `${share >= 0.095 ? Math.round(share * 100) : Number((share * 100).toPrecision(2))} %`;
}
