import TandemStore
import TandemTestSupport
import Testing

/// The search for the next task must stay an index search however long the queue is and however much a person has done.
struct ClaimPlanTests {
    @Test func `no statement of a claim reads a table from end to end or sorts`() async throws {
        try await TestDatabases.with(.sqlite) { database in
            let queries: [SQL] = [
                """
                EXPLAIN QUERY PLAN SELECT 1 FROM annotation
                WHERE task_id = 't' AND worker_id = 'w' AND state IN ('counted', 'late')
                """,
                "EXPLAIN QUERY PLAN SELECT 1 FROM annotation WHERE item_id = 'i' AND worker_id = 'w' AND state <> 'undone'",
                "EXPLAIN QUERY PLAN SELECT 1 FROM lease WHERE worker_id = 'w' AND task_id = 't' AND ended_at IS NULL",
                """
                EXPLAIN QUERY PLAN SELECT 1 FROM task WHERE project_id = 'p' AND kind = 'label' AND state = 'open'
                    AND priority = 50 AND seq > 5 ORDER BY seq LIMIT 1
                """,
                """
                EXPLAIN QUERY PLAN SELECT priority FROM task WHERE project_id = 'p' AND kind = 'label'
                    AND state = 'open' AND priority > 5 ORDER BY priority LIMIT 1
                """,
            ]
            let indexes = [
                "annotation_standing", "annotation_by_item", "lease_", "task_open", "task_open",
            ]
            for (query, index) in zip(queries, indexes) {
                let plan = try await database.read { tx in try tx.rows(query).map { try $0.text("detail") } }
                #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") && !$0.contains("TEMP B-TREE") }, "\(plan)")
                #expect(plan.contains { $0.contains(index) }, "\(plan)")
            }
        }
    }
}
