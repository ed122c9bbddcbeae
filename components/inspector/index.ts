export { ForkForm } from "./fork-dialog";
export { Inspector } from "./inspector";
export { Bar, LedgerBar } from "./ledger-bar";
export { amountText } from "./model/amounts";
export { isCut, readable } from "./model/cut";
export { FORKABLE } from "./model/forkable";
export { readOutput } from "./model/output-text";
export { costText } from "./model/usage";
export { SharedInspector } from "./shared-inspector";
