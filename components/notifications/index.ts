export { NotificationBell } from "./bell";
export { useMarkRead, useUnread } from "./use-unread";
