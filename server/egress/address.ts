import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.parse>;

/** What an address that an administrator has listed by name may resolve to, besides the public internet. */
const LOCAL_RANGES = ["loopback", "private", "uniqueLocal", "carrierGradeNat"];

/**
 * Range of an address, judged on its bytes: `unicast` is the public internet. IPv4 inside IPv6 (mapped, translated,
 * 6to4, ISATAP) counts as that IPv4 address, whatever way it is written.
 */
export function rangeOf(text: string): string {
  if (!ipaddr.isValid(text)) return "invalid";
  const address = ipaddr.parse(text);
  if (address.kind() === "ipv4") return address.range();
  const bytes = address.toByteArray();
  const inner = embedded(bytes, address.range());
  if (inner) return ipaddr.fromByteArray([...inner]).range();
  if (address.range() !== "unicast") return address.range();
  return isAllocated(bytes) ? "unicast" : "reserved";
}

export function isPublic(address: string): boolean {
  return rangeOf(address) === "unicast";
}

/** Never link-local: that is where clouds keep the credentials of their machines. */
export function isPublicOrLocal(address: string): boolean {
  return isPublic(address) || LOCAL_RANGES.includes(rangeOf(address));
}

/** One spelling for one address. */
export function canonicalAddress(text: string): string {
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  return address.toNormalizedString();
}

function embedded(bytes: readonly number[], range: ReturnType<Address["range"]>): readonly number[] | null {
  if (range === "6to4") return bytes.slice(2, 6);
  if (range === "ipv4Mapped" || range === "rfc6145" || (range === "rfc6052" && isWellKnownPrefix(bytes)))
    return bytes.slice(12);
  const isatap =
    (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isatap ? bytes.slice(12) : null;
}

/** 64:ff9b::/96. The longer prefixes are for one network's own use, so nobody can say where they lead. */
function isWellKnownPrefix(bytes: readonly number[]): boolean {
  return bytes.slice(4, 12).every((byte) => byte === 0);
}

/** 2000::/3, the only part of IPv6 that has been given out. */
function isAllocated(bytes: readonly number[]): boolean {
  return ((bytes[0] ?? 0) & 0xe0) === 0x20;
}
