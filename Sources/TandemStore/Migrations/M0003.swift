extension Migration {
    /// A task is `open` while `answers + leases < overlap`; only open tasks stand in the claim index, and a task that
    /// opens again takes a new `seq`, so that a person's claim mark never hides it (see TandemWork/Store/ClaimStore).
    static let m0003 = Migration(
        3, "Work: projects, guidelines, items, imports, tasks, leases, annotations, reviews, resolutions, gold",
        """
        CREATE TABLE project (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspace (id), slug TEXT NOT NULL,
            name TEXT NOT NULL, question TEXT NOT NULL, item_schema TEXT NOT NULL, settings TEXT NOT NULL,
            policy TEXT NOT NULL, policy_version TEXT NOT NULL, guideline_version BIGINT NOT NULL DEFAULT 0,
            split_key {blob} NOT NULL, version BIGINT NOT NULL DEFAULT 1, next_task_seq BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL, created_by TEXT NOT NULL, UNIQUE (workspace_id, slug));
        CREATE TABLE guideline (
            project_id TEXT NOT NULL REFERENCES project (id), version BIGINT NOT NULL, workspace_id TEXT NOT NULL,
            markdown TEXT NOT NULL, author TEXT NOT NULL, created_at BIGINT NOT NULL,
            PRIMARY KEY (project_id, version));
        CREATE TABLE worker_skill (
            project_id TEXT NOT NULL, worker_id TEXT NOT NULL, skill TEXT NOT NULL, workspace_id TEXT NOT NULL,
            PRIMARY KEY (project_id, worker_id, skill));
        CREATE TABLE counter (
            project_id TEXT NOT NULL, name TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (project_id, name));
        CREATE TABLE item (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, key TEXT NOT NULL,
            content TEXT NOT NULL, content_hash {blob} NOT NULL, role TEXT NOT NULL, subject TEXT,
            source TEXT NOT NULL, created_at BIGINT NOT NULL, erased_at BIGINT,
            UNIQUE (project_id, key));
        CREATE INDEX item_by_project ON item (project_id, id);
        CREATE INDEX item_by_subject ON item (workspace_id, subject) WHERE subject IS NOT NULL;
        CREATE TABLE item_import (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, name TEXT NOT NULL,
            format TEXT NOT NULL, state TEXT NOT NULL, rows_read BIGINT NOT NULL, added BIGINT NOT NULL,
            repeated BIGINT NOT NULL, rejected BIGINT NOT NULL, content_hash {blob}, created_by TEXT NOT NULL,
            created_at BIGINT NOT NULL, ended_at BIGINT, UNIQUE (project_id, name));
        CREATE TABLE import_rejection (
            import_id TEXT NOT NULL REFERENCES item_import (id), line BIGINT NOT NULL, column_name TEXT,
            reason TEXT NOT NULL, PRIMARY KEY (import_id, line));
        CREATE TABLE task (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, item_id TEXT NOT NULL,
            kind TEXT NOT NULL, purpose TEXT NOT NULL, state TEXT NOT NULL, priority BIGINT NOT NULL, seq BIGINT NOT NULL,
            skill TEXT, due_at BIGINT, overlap BIGINT NOT NULL, answers BIGINT NOT NULL DEFAULT 0,
            leases BIGINT NOT NULL DEFAULT 0, fence BIGINT NOT NULL DEFAULT 0, blind BIGINT NOT NULL DEFAULT 0,
            decision_id TEXT, for_worker TEXT, details TEXT NOT NULL, created_at BIGINT NOT NULL, settle_at BIGINT,
            ended_at BIGINT);
        CREATE INDEX task_settling ON task (settle_at) WHERE settle_at IS NOT NULL;
        CREATE INDEX task_open ON task (project_id, kind, priority, seq) WHERE state = 'open';
        CREATE INDEX task_by_item ON task (item_id);
        CREATE INDEX task_by_decision ON task (decision_id) WHERE decision_id IS NOT NULL;
        CREATE TABLE claim_mark (
            project_id TEXT NOT NULL, worker_id TEXT NOT NULL, kind TEXT NOT NULL, priority BIGINT NOT NULL,
            seq BIGINT NOT NULL, PRIMARY KEY (project_id, worker_id, kind, priority));
        CREATE TABLE worker_progress (
            project_id TEXT NOT NULL, worker_id TEXT NOT NULL, workspace_id TEXT NOT NULL, claims BIGINT NOT NULL,
            answers BIGINT NOT NULL, PRIMARY KEY (project_id, worker_id));
        CREATE TABLE lease (
            task_id TEXT NOT NULL REFERENCES task (id), fence BIGINT NOT NULL, worker_id TEXT NOT NULL,
            workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, claim_key TEXT, claimed_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL, shown TEXT, probe TEXT, ended_at BIGINT, end_reason TEXT,
            PRIMARY KEY (task_id, fence));
        CREATE INDEX lease_live_by_worker ON lease (worker_id, project_id) WHERE ended_at IS NULL;
        CREATE INDEX lease_live_by_expiry ON lease (expires_at) WHERE ended_at IS NULL;
        CREATE INDEX lease_by_worker_task ON lease (worker_id, task_id);
        CREATE UNIQUE INDEX lease_by_claim_key ON lease (worker_id, claim_key) WHERE claim_key IS NOT NULL;
        CREATE TABLE annotation (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, task_id TEXT NOT NULL,
            item_id TEXT NOT NULL, worker_id TEXT NOT NULL, value TEXT, label TEXT, unsure BIGINT NOT NULL,
            comment TEXT, active_ms BIGINT NOT NULL, mode TEXT NOT NULL, guideline_version BIGINT NOT NULL,
            state TEXT NOT NULL, details TEXT NOT NULL, created_at BIGINT NOT NULL, ended_at BIGINT);
        CREATE UNIQUE INDEX annotation_standing ON annotation (task_id, worker_id) WHERE state IN ('counted', 'late');
        CREATE INDEX annotation_by_item ON annotation (item_id, worker_id);
        CREATE INDEX annotation_by_worker ON annotation (worker_id, project_id, created_at);
        CREATE TABLE review (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, task_id TEXT NOT NULL,
            item_id TEXT NOT NULL, worker_id TEXT NOT NULL, target TEXT NOT NULL, decision TEXT NOT NULL,
            before_value TEXT, after_value TEXT, reason TEXT, active_ms BIGINT NOT NULL, details TEXT NOT NULL,
            created_at BIGINT NOT NULL, UNIQUE (task_id, worker_id));
        CREATE INDEX review_by_item ON review (item_id);
        CREATE TABLE resolution (
            item_id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, value TEXT NOT NULL,
            label TEXT, posterior DOUBLE PRECISION, method TEXT NOT NULL, source TEXT NOT NULL, purpose TEXT NOT NULL,
            votes BIGINT NOT NULL, task_id TEXT, resolved_at BIGINT NOT NULL);
        CREATE INDEX resolution_by_project ON resolution (project_id, item_id);
        CREATE TABLE gold (
            item_id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, value TEXT NOT NULL,
            label TEXT, source TEXT NOT NULL, set_by TEXT NOT NULL, set_at BIGINT NOT NULL);
        CREATE INDEX gold_by_project ON gold (project_id, item_id);
        """)
}
