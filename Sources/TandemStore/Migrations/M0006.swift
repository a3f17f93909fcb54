extension Migration {
    /// A project names the fit that its resolutions use, so that the settling transaction reads it with the project.
    static let m0006 = Migration(
        6, "Work: what aggregators have learned about workers",
        """
        CREATE TABLE aggregator_fit (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, project_id TEXT NOT NULL, method TEXT NOT NULL,
            fit TEXT NOT NULL, hash TEXT NOT NULL, votes BIGINT NOT NULL, items BIGINT NOT NULL, answers BIGINT NOT NULL,
            job_id TEXT, created_at BIGINT NOT NULL);
        CREATE INDEX aggregator_fit_by_project ON aggregator_fit (project_id, id);
        ALTER TABLE project ADD COLUMN aggregator_fit_id TEXT;
        """)
}
