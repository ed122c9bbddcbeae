-- Written by `npm run db:schema` from a migrated database. Do not edit.

create table agents (
  id text not null,
  name text not null,
  description text not null default ''::text,
  kind text not null,
  capabilities text not null,
  provider text,
  model text,
  url text,
  task text,
  secret text,
  prices text,
  concurrency integer not null default 4,
  enabled boolean not null default true,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint agents_pkey PRIMARY KEY (id)
);

create table api_tokens (
  id uuid not null,
  name text not null,
  hash text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  created_by uuid,
  last_used_address text,
  constraint api_tokens_hash_unique UNIQUE (hash),
  constraint api_tokens_pkey PRIMARY KEY (id),
  constraint api_tokens_created_by_users_id_fk FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE CASCADE
);

create table attempts (
  bucket text not null,
  tries integer not null,
  since timestamp with time zone not null,
  blocks integer not null,
  blocked_until timestamp with time zone,
  constraint attempts_pkey PRIMARY KEY (bucket)
);

create table audit_log (
  id bigint not null default nextval('audit_log_id_seq'::regclass),
  at timestamp with time zone not null default now(),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  object text not null,
  detail text,
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_actor_idx ON public.audit_log USING btree (actor_id, id);
CREATE INDEX audit_log_at_idx ON public.audit_log USING btree (at);
CREATE INDEX audit_log_object_idx ON public.audit_log USING btree (object, id);

create table blob_refs (
  hash text not null,
  tree_id uuid not null,
  context boolean not null,
  constraint blob_refs_hash_tree_id_pk PRIMARY KEY (hash, tree_id)
);
CREATE INDEX blob_refs_tree_idx ON public.blob_refs USING btree (tree_id);

create table blobs (
  hash text not null,
  bytes integer not null,
  body text,
  created_at timestamp with time zone not null default now(),
  packed bytea,
  touched_at timestamp with time zone not null default now(),
  counted boolean not null default false,
  constraint blobs_pkey PRIMARY KEY (hash)
);
CREATE INDEX blobs_touched_idx ON public.blobs USING btree (touched_at);

create table breaker_waits (
  tree_id uuid not null,
  run_no integer not null,
  node_id text not null,
  item integer not null,
  breaker text not null,
  since double precision not null,
  until double precision not null,
  constraint breaker_waits_tree_id_run_no_node_id_item_pk PRIMARY KEY (tree_id, run_no, node_id, item)
);
CREATE INDEX breaker_waits_breaker ON public.breaker_waits USING btree (breaker);

create table breakers (
  kind text not null,
  resource text not null,
  tenant text not null,
  state text not null default 'closed'::text,
  failures integer not null default 0,
  trips integer not null default 0,
  opened_at double precision,
  until double precision,
  probes text not null default '[]'::text,
  succeeded integer not null default 0,
  last_failure text,
  last_failed_at double precision,
  forced text,
  changed_at double precision not null,
  constraint breakers_kind_resource_tenant_pk PRIMARY KEY (kind, resource, tenant)
);

create table invitations (
  id uuid not null,
  hash text not null,
  note text,
  role text not null,
  invited_by uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  constraint invitations_hash_unique UNIQUE (hash),
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_invited_by_users_id_fk FOREIGN KEY (invited_by) REFERENCES users(id) ON DELETE CASCADE
);

create table journal (
  tree_id uuid not null,
  first_seq integer not null,
  last_seq integer not null,
  epoch integer not null,
  events text not null,
  constraint journal_tree_id_first_seq_pk PRIMARY KEY (tree_id, first_seq)
);

create table journal_archive (
  tree_id uuid not null,
  first_seq integer not null,
  last_seq integer not null,
  packed bytea not null,
  constraint journal_archive_tree_id_first_seq_pk PRIMARY KEY (tree_id, first_seq)
);

create table revisions (
  slug text not null,
  revision integer not null,
  hash text not null,
  graph text not null,
  nodes integer not null,
  recursion text not null,
  created_at timestamp with time zone not null default now(),
  created_by text not null,
  note text,
  constraint revisions_slug_revision_pk PRIMARY KEY (slug, revision),
  constraint revisions_slug_workflows_slug_fk FOREIGN KEY (slug) REFERENCES workflows(slug)
);
CREATE INDEX revisions_created ON public.revisions USING btree (created_at);

create table runs (
  tree_id uuid not null,
  no integer not null,
  parent_no integer,
  node_id text,
  item integer,
  depth integer not null,
  path text not null,
  label text,
  slug text not null,
  revision integer,
  status text not null,
  active_node text,
  retries integer not null default 0,
  failure text,
  started_seq bigint not null,
  ended_seq bigint,
  started_at double precision not null,
  ended_at double precision,
  tokens bigint not null default 0,
  cost_usd double precision not null default 0,
  parked integer not null default 0,
  notes text,
  asks boolean not null default false,
  constraint runs_tree_id_no_pk PRIMARY KEY (tree_id, no)
) with (fillfactor=85);
CREATE INDEX runs_asking ON public.runs USING btree (tree_id, no) WHERE asks;

create table saved_views (
  id uuid not null,
  list text not null,
  name text not null,
  owner_id text not null,
  owner_name text not null,
  shared boolean not null default false,
  query text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint saved_views_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX saved_views_own ON public.saved_views USING btree (list, owner_id, name) WHERE (NOT shared);
CREATE UNIQUE INDEX saved_views_shared ON public.saved_views USING btree (list, name) WHERE shared;

create table secrets (
  id uuid not null,
  name text not null,
  key_id text not null,
  nonce text not null,
  sealed text not null,
  hosts text not null,
  kinds text not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint secrets_name_unique UNIQUE (name),
  constraint secrets_pkey PRIMARY KEY (id)
);

create table sessions (
  hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  id uuid not null default gen_random_uuid(),
  address text,
  user_agent text,
  constraint sessions_id_unique UNIQUE (id),
  constraint sessions_pkey PRIMARY KEY (hash),
  constraint sessions_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_user_idx ON public.sessions USING btree (user_id);

create table settings (
  key text not null,
  value text not null,
  constraint settings_pkey PRIMARY KEY (key)
);

create table share_links (
  id uuid not null,
  tree_id uuid not null,
  hash text not null,
  names boolean not null,
  values boolean not null,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint share_links_hash_unique UNIQUE (hash),
  constraint share_links_pkey PRIMARY KEY (id),
  constraint share_links_created_by_users_id_fk FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE CASCADE,
  constraint share_links_tree_id_trees_id_fk FOREIGN KEY (tree_id) REFERENCES trees(id) ON DELETE CASCADE
);
CREATE INDEX share_links_tree ON public.share_links USING btree (tree_id);

create table sign_in_links (
  hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  purpose text not null default 'sign-in'::text,
  constraint sign_in_links_pkey PRIMARY KEY (hash),
  constraint sign_in_links_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table snapshot_runs (
  tree_id uuid not null,
  no integer not null,
  state text not null,
  constraint snapshot_runs_tree_id_no_pk PRIMARY KEY (tree_id, no)
);

create table snapshots (
  tree_id uuid not null,
  seq bigint not null,
  version integer not null,
  state text not null,
  constraint snapshots_pkey PRIMARY KEY (tree_id)
);

create table task_logs (
  id bigint not null,
  tree_id uuid not null,
  run_no integer not null,
  node_id text not null,
  item integer,
  attempt integer not null,
  at double precision not null,
  level smallint not null,
  message text not null,
  fields text,
  constraint task_logs_pkey PRIMARY KEY (id)
);
CREATE INDEX task_logs_tree ON public.task_logs USING btree (tree_id, id);

create table trees (
  id uuid not null,
  slug text not null,
  revision integer,
  status text not null,
  head bigint not null default 0,
  epoch integer not null default 1,
  worker_id uuid,
  next_wake_at timestamp with time zone,
  crashes integer not null default 0,
  runs integer not null default 0,
  failed_runs integer not null default 0,
  deepest integer not null default 0,
  max_depth integer not null,
  max_runs integer not null,
  failure text,
  idempotency_key text,
  request_hash text,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  label text,
  demo boolean not null default false,
  max_agents integer,
  timeout_ms double precision,
  created_by_id text not null default ''::text,
  started_at timestamp with time zone not null default now(),
  settled_runs integer,
  settled_failed integer,
  settled_depth integer,
  duration_ms double precision,
  tokens bigint not null default 0,
  cost_usd double precision not null default 0,
  origin_tree uuid,
  origin_run integer,
  origin_node text,
  close_policy text,
  forked_from text,
  forked_node text,
  constraint trees_pkey PRIMARY KEY (id)
) with (fillfactor=70);
CREATE INDEX trees_demo ON public.trees USING btree (id) WHERE demo;
CREATE INDEX trees_detached ON public.trees USING btree (origin_tree, origin_run) WHERE (origin_tree IS NOT NULL);
CREATE INDEX trees_due ON public.trees USING btree (next_wake_at) WHERE ((worker_id IS NULL) AND (status = ANY (ARRAY['running'::text, 'paused'::text])));
CREATE INDEX trees_duration ON public.trees USING btree (duration_ms, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX trees_ended ON public.trees USING btree (ended_at, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX trees_open ON public.trees USING btree (id) WHERE (ended_at IS NULL);
CREATE INDEX trees_owned ON public.trees USING btree (worker_id) WHERE (worker_id IS NOT NULL);
CREATE INDEX trees_settled_depth ON public.trees USING btree (settled_depth, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX trees_settled_failed ON public.trees USING btree (settled_failed, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX trees_settled_runs ON public.trees USING btree (settled_runs, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX trees_slug ON public.trees USING btree (slug, id);
CREATE INDEX trees_status ON public.trees USING btree (status, id);
CREATE UNIQUE INDEX trees_idempotency_key ON public.trees USING btree (idempotency_key) WHERE (idempotency_key IS NOT NULL);

create table users (
  id uuid not null,
  name text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  email text,
  password_hash text,
  disabled_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  constraint users_email_unique UNIQUE (email),
  constraint users_pkey PRIMARY KEY (id)
);

create table workers (
  id uuid not null,
  host text not null,
  pid integer not null,
  started_at timestamp with time zone not null default now(),
  lease_until timestamp with time zone not null,
  constraint workers_pkey PRIMARY KEY (id)
);

create table workflows (
  slug text not null,
  name text not null,
  description text not null default ''::text,
  published_revision integer not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  demo boolean not null default false,
  draft_graph text,
  draft_hash text,
  draft_by text,
  draft_at timestamp with time zone,
  draft_nodes integer,
  draft_pins text,
  draft_from integer,
  constraint workflows_pkey PRIMARY KEY (slug)
);

create table workspace_events (
  id bigint not null default nextval('workspace_events_id_seq'::regclass),
  seq bigint,
  at timestamp with time zone not null default now(),
  kind text not null,
  subject text not null,
  slug text,
  status text,
  actor_id text,
  actor_name text,
  version bigint not null default 0,
  demo boolean not null default false,
  detail text
);
CREATE INDEX workspace_events_notable ON public.workspace_events USING btree (seq) WHERE ((seq IS NOT NULL) AND (kind <> 'run.started'::text) AND (kind <> 'run.changed'::text));
CREATE INDEX workspace_events_pending ON public.workspace_events USING btree (id) WHERE (seq IS NULL);
CREATE UNIQUE INDEX workspace_events_seq ON public.workspace_events USING btree (seq) WHERE (seq IS NOT NULL);

create table workspace_reads (
  user_id text not null,
  section text not null,
  seq bigint not null,
  constraint workspace_reads_user_id_section_pk PRIMARY KEY (user_id, section)
);
