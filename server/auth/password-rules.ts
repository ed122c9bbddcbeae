export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;

/** What the commonest passwords are made of once digits and signs around them are taken away. */
const COMMON_WORDS = new Set(
  `password passwort motdepasse contrasena parola senha passw passwd pass letmein welcome willkommen bienvenue admin
  administrator root superuser qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdfghjkl asdfgh zxcvbnm zxcvbn
  qazwsx qazwsxedc qweasd qweasdzxc iloveyou loveyou iloveu sunshine princess football baseball basketball soccer
  monkey dragon master shadow superman batman pokemon starwars michael jordan jessica charlie ashley hannah daniel
  summer winter spring autumn secret changeme changeit default guest login hello helloworld whatever trustno freedom
  computer internet samsung google facebook linkedin chocolate butterfly mustang ferrari liverpool arsenal chelsea
  barcelona juventus manchester testtest test testing tester demo example sample abcdef abcdefg abcdefgh abcdefghij
  qwer asdf banyan`.split(/\s+/),
);
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};
const ROWS = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
];

type Person = { readonly email?: string | null; readonly name?: string | null };

/** Why somebody would guess a password, in words for the person who chose it; `null` = nothing speaks against it. */
export function passwordWeakness(password: string, { email, name }: Person = {}): string | null {
  const characters = [...password].length;
  if (characters < MIN_PASSWORD) return `Use at least ${MIN_PASSWORD} characters.`;
  if (characters > MAX_PASSWORD) return `Use at most ${MAX_PASSWORD} characters.`;
  const folded = password.normalize("NFKC").toLowerCase();
  if (isPersonal(folded, email, name)) return "It is your e-mail or your name. Choose something else.";
  if (isRegular(folded)) return "It repeats itself or follows the keyboard. Choose something less regular.";
  if (isCommon(folded)) return "It is one of the commonest passwords. Choose something else.";
  return null;
}

function isPersonal(folded: string, email?: string | null, name?: string | null): boolean {
  const own = [email, email?.split("@")[0], email?.split("@")[1], name].flatMap((text) =>
    text ? [text.toLowerCase()] : [],
  );
  const bare = letters(folded);
  return own.some((text) => text === folded || (letters(text).length >= 3 && letters(text) === bare));
}

/** The same few characters, one short text again and again, or keys in a row. */
function isRegular(folded: string): boolean {
  if (new Set(folded).size < 4) return true;
  const period = (folded + folded).indexOf(folded, 1);
  if (period < folded.length && period <= 4) return true;
  return ROWS.flatMap((row) => [row, [...row].toReversed().join("")]).some((row) => row.includes(folded));
}

function isCommon(folded: string): boolean {
  const plain = [...folded].map((sign) => LEET[sign] ?? sign).join("");
  return [letters(folded), letters(plain), letters(stripEnds(folded))].some((core) => isCommonCore(core));
}

function isCommonCore(core: string): boolean {
  if (core === "") return /* only digits and signs */ false;
  if (COMMON_WORDS.has(core)) return true;
  return [...COMMON_WORDS].some(
    (word) => core.length > word.length && core.startsWith(word) && COMMON_WORDS.has(core.slice(word.length)),
  );
}

function stripEnds(text: string): string {
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return [...core].map((sign) => LEET[sign] ?? sign).join("");
}

function letters(text: string): string {
  return text.replace(/[^\p{L}]/gu, "");
}
