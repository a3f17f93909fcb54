extension Migration {
    /// Model bytes lie in the blob store under `blob`, their SHA-256 in hex.
    static let m0004 = Migration(
        4, "Registry: jobs, snapshots, model versions, evaluations, promotions",
        """
        CREATE TABLE job (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT, kind TEXT NOT NULL, state TEXT NOT NULL,
            input TEXT NOT NULL, seed BIGINT NOT NULL, progress DOUBLE PRECISION NOT NULL DEFAULT 0, message TEXT,
            control TEXT, owner TEXT, lease_until BIGINT, attempts BIGINT NOT NULL DEFAULT 0, output TEXT, problem TEXT,
            created_by TEXT NOT NULL, created_at BIGINT NOT NULL, started_at BIGINT, ended_at BIGINT);
        CREATE INDEX job_waiting ON job (state, created_at) WHERE ended_at IS NULL;
        CREATE INDEX job_by_project ON job (project_id, created_at);
        CREATE TABLE snapshot (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, hash TEXT NOT NULL,
            arm TEXT NOT NULL, items BIGINT NOT NULL, details TEXT NOT NULL, created_by TEXT NOT NULL,
            created_at BIGINT NOT NULL, job_id TEXT, finished_at BIGINT);
        CREATE INDEX snapshot_by_job ON snapshot (job_id) WHERE job_id IS NOT NULL;
        CREATE INDEX snapshot_by_project ON snapshot (project_id, id);
        CREATE TABLE snapshot_item (
            snapshot_id TEXT NOT NULL REFERENCES snapshot (id), item_id TEXT NOT NULL, role TEXT NOT NULL,
            label TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (snapshot_id, item_id));
        CREATE TABLE model (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, number BIGINT NOT NULL,
            state TEXT NOT NULL, arm TEXT NOT NULL, learner TEXT NOT NULL, parameters TEXT NOT NULL, blob TEXT NOT NULL,
            snapshot_id TEXT NOT NULL REFERENCES snapshot (id), parent_id TEXT, job_id TEXT, seed BIGINT NOT NULL,
            calibration TEXT NOT NULL, trained_by TEXT NOT NULL, created_at BIGINT NOT NULL,
            UNIQUE (project_id, number));
        CREATE TABLE evaluation (
            model_id TEXT NOT NULL REFERENCES model (id), eval_hash TEXT NOT NULL, workspace_id TEXT NOT NULL,
            project_id TEXT NOT NULL, items BIGINT NOT NULL, metrics TEXT NOT NULL, predictions TEXT NOT NULL,
            created_at BIGINT NOT NULL, PRIMARY KEY (model_id, eval_hash));
        CREATE TABLE live_model (
            project_id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, model_id TEXT NOT NULL REFERENCES model (id),
            previous_id TEXT, since BIGINT NOT NULL, version BIGINT NOT NULL);
        CREATE TABLE promotion (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, model_id TEXT NOT NULL,
            previous_id TEXT, kind TEXT NOT NULL, reason TEXT, decided_by TEXT NOT NULL, decided_at BIGINT NOT NULL);
        CREATE INDEX promotion_by_project ON promotion (project_id, decided_at);
        """)
}
