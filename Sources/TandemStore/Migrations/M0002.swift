extension Migration {
    /// A worker is not an account: a program or a crowd worker answers too, and has no password.
    static let m0002 = Migration(
        2, "People: workspaces, accounts, workers, sessions, tokens, roles, rates, idempotency keys",
        """
        CREATE TABLE workspace (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL);
        CREATE TABLE account (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspace (id),
            email TEXT NOT NULL, name TEXT NOT NULL, administrator BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL, disabled_at BIGINT, UNIQUE (email));
        CREATE TABLE worker (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, account_id TEXT UNIQUE REFERENCES account (id),
            kind TEXT NOT NULL, name TEXT NOT NULL, external_id TEXT, simulated BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL);
        CREATE TABLE worker_rate (
            worker_id TEXT NOT NULL REFERENCES worker (id), since BIGINT NOT NULL, per_hour DOUBLE PRECISION NOT NULL,
            currency TEXT NOT NULL, PRIMARY KEY (worker_id, since));
        CREATE TABLE credential (
            account_id TEXT PRIMARY KEY REFERENCES account (id), salt {blob} NOT NULL, hash {blob} NOT NULL,
            cost TEXT NOT NULL, updated_at BIGINT NOT NULL);
        CREATE TABLE session (
            hash {blob} PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id), workspace_id TEXT NOT NULL,
            csrf TEXT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL);
        CREATE INDEX session_by_account ON session (account_id);
        CREATE TABLE api_token (
            id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id), workspace_id TEXT NOT NULL,
            name TEXT NOT NULL, hash {blob} NOT NULL UNIQUE, created_at BIGINT NOT NULL, used_at BIGINT,
            expires_at BIGINT, revoked_at BIGINT);
        CREATE INDEX api_token_by_account ON api_token (account_id);
        CREATE TABLE sign_in_throttle (
            subject TEXT PRIMARY KEY, failures BIGINT NOT NULL, blocked_until BIGINT NOT NULL, updated_at BIGINT NOT NULL);
        CREATE TABLE role_grant (
            project_id TEXT NOT NULL, account_id TEXT NOT NULL REFERENCES account (id), role TEXT NOT NULL,
            workspace_id TEXT NOT NULL, granted_by TEXT NOT NULL, granted_at BIGINT NOT NULL,
            PRIMARY KEY (project_id, account_id, role));
        CREATE INDEX role_grant_by_account ON role_grant (account_id);
        CREATE TABLE idempotency (
            account_id TEXT NOT NULL, key TEXT NOT NULL, workspace_id TEXT NOT NULL, operation TEXT NOT NULL,
            request_hash {blob} NOT NULL, status BIGINT NOT NULL, body TEXT NOT NULL, created_at BIGINT NOT NULL,
            PRIMARY KEY (account_id, key));
        CREATE INDEX idempotency_by_age ON idempotency (created_at);
        """)
}
