extension Migration {
    /// A decision keeps the full score vector, every reason and the probability with which it was audited.
    static let m0005 = Migration(
        5, "Oversight: decisions, outcomes, certificates, monitors, costs, outbox",
        """
        CREATE TABLE decision (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, item_id TEXT NOT NULL,
            model_id TEXT, model_version TEXT, label TEXT, score DOUBLE PRECISION, scores TEXT NOT NULL,
            route TEXT NOT NULL, reasons TEXT NOT NULL, audited BIGINT NOT NULL, audit_probability DOUBLE PRECISION NOT NULL,
            certificate_id TEXT, policy_version TEXT NOT NULL, task_id TEXT, state TEXT NOT NULL, decider TEXT,
            value TEXT, deadline BIGINT, default_value TEXT, callback TEXT, audit_state TEXT NOT NULL, audit_due BIGINT,
            audit_truth TEXT, created_at BIGINT NOT NULL, closed_at BIGINT);
        CREATE INDEX decision_by_project ON decision (project_id, id);
        CREATE INDEX decision_due ON decision (deadline) WHERE state = 'open' AND deadline IS NOT NULL;
        CREATE INDEX decision_open ON decision (project_id, id) WHERE state = 'open';
        CREATE INDEX decision_audit_due ON decision (audit_due) WHERE audit_state = 'pending';
        CREATE TABLE outcome (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, decision_id TEXT NOT NULL,
            value TEXT NOT NULL, label TEXT, source TEXT NOT NULL, observed_at BIGINT NOT NULL,
            recorded_by TEXT NOT NULL, recorded_at BIGINT NOT NULL);
        CREATE INDEX outcome_by_decision ON outcome (decision_id);
        CREATE TABLE certificate (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, model_id TEXT NOT NULL,
            binding TEXT NOT NULL, attempt BIGINT NOT NULL, state TEXT NOT NULL, max_error DOUBLE PRECISION NOT NULL,
            confidence DOUBLE PRECISION NOT NULL, details TEXT NOT NULL, issued_by TEXT NOT NULL,
            issued_at BIGINT NOT NULL, ended_at BIGINT, end_reason TEXT);
        CREATE INDEX certificate_by_project ON certificate (project_id, id);
        CREATE INDEX certificate_by_model ON certificate (model_id, attempt);
        CREATE UNIQUE INDEX certificate_valid ON certificate (project_id) WHERE state = 'valid';
        CREATE TABLE unsettled (
            item_id TEXT PRIMARY KEY, project_id TEXT NOT NULL, purpose TEXT NOT NULL, at BIGINT NOT NULL);
        CREATE INDEX unsettled_by_project ON unsettled (project_id, item_id);
        CREATE TABLE monitor (
            project_id TEXT NOT NULL, name TEXT NOT NULL, workspace_id TEXT NOT NULL, state TEXT NOT NULL,
            evidence DOUBLE PRECISION NOT NULL, threshold DOUBLE PRECISION NOT NULL, effect DOUBLE PRECISION NOT NULL,
            seen BIGINT NOT NULL, certificate_id TEXT, fired_at BIGINT,
            updated_at BIGINT NOT NULL, PRIMARY KEY (project_id, name));
        CREATE TABLE cost (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, kind TEXT NOT NULL,
            amount DOUBLE PRECISION NOT NULL, currency TEXT NOT NULL, period_start BIGINT NOT NULL,
            period_end BIGINT NOT NULL, posted_by TEXT NOT NULL, posted_at BIGINT NOT NULL);
        CREATE INDEX cost_by_project ON cost (project_id, posted_at);
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, kind TEXT NOT NULL,
            url TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL, next_at BIGINT NOT NULL,
            last_error TEXT, created_at BIGINT NOT NULL, ended_at BIGINT);
        CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state = 'waiting';
        CREATE INDEX outbox_by_project ON outbox (project_id, id);
        CREATE TABLE webhook_secret (
            project_id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, secret {blob} NOT NULL, created_at BIGINT NOT NULL);
        """)
}
