export { FlameView } from "./flame-view";
