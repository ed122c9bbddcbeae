export function shareText(share: number): string {
  return `${share >= 0.095 ? Math.round(share * 100) : Number((share * 100).toPrecision(2))} %`;
}
