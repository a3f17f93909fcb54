extension Migration {
    /// `first_value` is what a decision was closed with before its first correction.
    static let m0007 = Migration(
        7, "Work: skipped tasks; oversight: corrected decisions, agents' actions",
        """
        CREATE INDEX lease_skipped ON lease (project_id, task_id) WHERE end_reason = 'skipped';
        ALTER TABLE decision ADD COLUMN first_value TEXT;
        ALTER TABLE decision ADD COLUMN corrected_at BIGINT;
        ALTER TABLE decision ADD COLUMN action TEXT;
        CREATE INDEX decision_action ON decision (item_id) WHERE action IS NOT NULL;
        """)
}
