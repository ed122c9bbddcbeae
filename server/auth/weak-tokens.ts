const MIN_TOKEN_LENGTH = 32;
const MIN_DISTINCT = 12;
const EXAMPLE =
  /change.?me|example|secret|password|passw0rd|your.?token|token.?here|banyan|test.?token|default|admin/i;
const SEQUENCE = "0123456789abcdefghijklmnopqrstuvwxyz0123456789";

/** Why a token that a person chose can be guessed, or `null` when nothing speaks against it. */
export function weaknessOf(token: string): string | null {
  if (token.length < MIN_TOKEN_LENGTH)
    return `is too short: it needs at least ${MIN_TOKEN_LENGTH} characters`;
  if (token.length > 512) return "is too long: at most 512 characters";
  if (!/^[\x21-\x7e]+$/.test(token)) return "has spaces or characters that do not fit into a header";
  if (EXAMPLE.test(token)) return "contains a well-known example value";
  if (isRepetitive(token) || hasLongSequence(token)) return "is too regular to be secret";
  return null;
}

function isRepetitive(token: string): boolean {
  if (new Set(token).size < MIN_DISTINCT) return true;
  return (token + token).indexOf(token, 1) < token.length;
}

/** Twelve keys in alphabetical or numerical order do not happen by chance. */
function hasLongSequence(token: string): boolean {
  const lower = token.toLowerCase();
  const windows = Array.from({ length: SEQUENCE.length - 11 }, (_, start) =>
    SEQUENCE.slice(start, start + 12),
  );
  return windows.some((window) => lower.includes(window));
}
