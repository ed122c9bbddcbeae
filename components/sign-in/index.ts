export { Accept } from "./accept";
export { EntryCard } from "./card";
export { PUT_OFF_COOKIE } from "./put-off";
export { Redeem } from "./redeem";
export { Reset } from "./reset";
export { SignInForm } from "./sign-in-form";
export { Welcome } from "./welcome";
