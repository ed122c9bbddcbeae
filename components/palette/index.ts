export { PaletteHost } from "./palette-host";
