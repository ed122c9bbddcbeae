export { Inspector } from "./inspector";
export { Bar, LedgerBar } from "./ledger-bar";
export { amountText } from "./model/amounts";
export { isCut } from "./model/cut";
export { costText } from "./model/usage";
