import Crypto
import Foundation
import TandemStore
import TandemTabular

/// The keys that personal details are sealed with, one for each subject of a workspace.
///
/// AES-256-GCM with a random 96-bit nonce; the event's id is authenticated with the ciphertext, so that sealed bytes
/// cannot be moved to another event. Erasing a subject destroys its key and the name it was filed under; the
/// ciphertext stays, and so does every hash.
public enum SubjectKeys {
    /// The key of a subject, made now if there is none.
    static func key(
        of subject: String, workspace: WorkspaceID, at now: Instant, random: any RandomSource,
        in tx: any WriteTransaction
    ) throws -> (id: String, secret: [UInt8]) {
        let find: SQL = """
            SELECT id, secret FROM subject_key WHERE workspace_id = \(workspace) AND subject = \(subject)
            """
        if let row = try tx.row(find) { return (try row.text("id"), try row.blob("secret")) }
        let id = random.id(IDs.SubjectKey.self, at: now).rawValue
        try tx.run(
            """
            INSERT INTO subject_key (id, workspace_id, subject, secret, created_at)
            VALUES (\(id), \(workspace), \(subject), \(random.bytes(32)), \(now))
            ON CONFLICT (workspace_id, subject) DO NOTHING
            """)
        // Another server may have made it in the meantime; then that one counts.
        guard let row = try tx.row(find) else { throw StoreError.conflict("the key of a subject was made elsewhere") }
        return (try row.text("id"), try row.blob("secret"))
    }

    static func seal(_ content: JSONValue, for event: EventID, secret: [UInt8], nonce: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(
            try content.canonicalBytes, using: SymmetricKey(data: secret), nonce: AES.GCM.Nonce(data: nonce),
            authenticating: Array(event.rawValue.utf8))
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The details of an event.
    /// - Returns: nil when the event has none or its subject was erased.
    /// - Throws: `StoreError`, `CryptoKitError` when the bytes were tampered with, `JSONError`.
    public static func open(_ event: Event, in tx: any ReadTransaction) throws -> JSONValue? {
        guard let sealed = event.sealed, let id = event.sealKey else { return nil }
        guard let row = try tx.row("SELECT secret FROM subject_key WHERE id = \(id)"),
            let secret = try row.blobIfAny("secret")
        else { return nil }
        let content = try AES.GCM.open(
            AES.GCM.SealedBox(combined: sealed), using: SymmetricKey(data: secret),
            authenticating: Array(event.id.rawValue.utf8))
        return try JSONValue(parsing: content)
    }

    /// Destroys the key of a subject and the name it was filed under.
    /// - Returns: the id of the key, the only trace that stays; nil when nothing was ever sealed for this subject.
    /// - Throws: `StoreError`.
    public static func erase(
        subject: String, workspace: WorkspaceID, at now: Instant, in tx: any WriteTransaction
    ) throws -> String? {
        let found = try tx.row(
            """
            SELECT id FROM subject_key
            WHERE workspace_id = \(workspace) AND subject = \(subject) AND erased_at IS NULL
            """ + tx.dialect.rowLock)
        guard let id = try found?.text("id") else { return nil }
        try tx.run(
            """
            UPDATE subject_key SET secret = NULL, subject = \("erased:" + id), erased_at = \(now) WHERE id = \(id)
            """)
        return id
    }
}
