export { Redeem } from "./redeem";
