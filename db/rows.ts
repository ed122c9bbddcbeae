import type * as schema from "./schema/index.ts";

/** Rows as queries return them; the schema is their one definition. */
export type TreeRecord = typeof schema.trees.$inferSelect;
export type RunRecord = typeof schema.runs.$inferSelect;
export type JournalRecord = typeof schema.journal.$inferSelect;
export type WorkflowRecord = typeof schema.workflows.$inferSelect;
/** A workflow without the graph of its draft, which is long and rarely asked for. */
export type WorkflowHead = Omit<WorkflowRecord, "draftGraph">;
export type RevisionRecord = typeof schema.revisions.$inferSelect;
export type UserRecord = typeof schema.users.$inferSelect;
export type ApiTokenRecord = typeof schema.apiTokens.$inferSelect;
export type SecretRecord = typeof schema.secrets.$inferSelect;
export type TaskLogRecord = typeof schema.taskLogs.$inferSelect;
export type AgentRecord = typeof schema.agents.$inferSelect;
export type WorkspaceEventRecord = typeof schema.workspaceEvents.$inferSelect;
export type SavedViewRecord = typeof schema.savedViews.$inferSelect;
export type SessionRecord = typeof schema.sessions.$inferSelect;
export type ShareLinkRecord = typeof schema.shareLinks.$inferSelect;
export type InvitationRecord = typeof schema.invitations.$inferSelect;
export type AuditRecord = typeof schema.auditLog.$inferSelect;
export type BreakerRecord = typeof schema.breakers.$inferSelect;
export type BreakerWaitRecord = typeof schema.breakerWaits.$inferSelect;
