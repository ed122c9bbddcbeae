export { treePicture } from "./model/draw-tree";
export { TimelineView } from "./timeline-view";
