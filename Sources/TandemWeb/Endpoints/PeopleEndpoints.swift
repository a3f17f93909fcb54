import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWork
import TandemWorkflow

/// Accounts, tokens and roles.
enum PeopleEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [
            createUser(services), me(services), people(services), createToken(services), revokeToken(services),
            grant(services), rate(services),
        ]
    }

    private static func createUser(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewAccount",
            .object(
                .required("email", .string(min: 3, max: 254, format: .email)), .required("name", .name),
                .optional("password", .nullable(.string(min: 1, max: 1000, format: nil))),
                .optional("kind", .nullable(.choice(["expert", "team", "gig", "crowd", "program"]))),
                .optional("administrator", .nullable(.boolean)), .optional("simulated", .nullable(.boolean)),
                .optional("external_id", .nullable(.string(min: 1, max: 200, format: nil)))))
        return .api(
            .post, "/api/v1/users", "Creates an account.", body: .json(body), success: .json(.created, Shapes.account),
            errors: [.conflict], creates: true
        ) { call in
            let input = CreateAccount.Input(try call.decode(), onceKey: call.onceKey)
            let made = try await CreateAccount(services).run(input, as: call.actor())
            return try .json(made, status: .created)
        }
    }

    private static func me(_ services: Services) -> Endpoint {
        .api(.get, "/api/v1/me", "Who the caller is.", success: .json(.ok, Shapes.me)) { call in
            try .json(try await WhoAmI(services).run(.init(), as: call.actor()))
        }
    }

    private static func people(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/users", "Lists people.",
            query: Parameter.page + [Parameter("project", .name, "Only those with a role there.")],
            success: .json(.ok, Shapes.list("People", Shapes.person)), errors: [.notFound]
        ) { call in
            let actor = try call.actor()
            var project: ProjectID?
            if let name = call.query["project"] {
                project = try await ProjectLookup.find(name, for: actor, services).id
            }
            let input = ListPeople.Input(project: project, cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListPeople(services).run(input, as: actor))
        }
    }

    private static func revokeToken(_ services: Services) -> Endpoint {
        .api(
            .delete, "/api/v1/tokens/{id}", "Revokes a token.",
            success: .json(.ok, Shapes.shape("Revoked", [.required("token", .id), .required("changed", .boolean)]))
        ) { call in
            let input = RevokeToken.Input(token: try call.id("id", what: "token"))
            return try .json(try await RevokeToken(services).run(input, as: call.actor()))
        }
    }

    private static func rate(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewRate",
            .object(
                .required("per_hour", .number(min: 0, max: 1_000_000)),
                .required("currency", .string(min: 3, max: 3, format: nil)), .optional("since", .nullable(.time))))
        return .api(
            .post, "/api/v1/workers/{worker}/rate", "Sets what a worker earns an hour from a date on.",
            body: .json(body),
            success: .json(
                .ok, Shapes.shape("WorkerRate", [.required("worker", .id), .required("rate", Shapes.rate)])),
            errors: [.conflict]
        ) { call in
            let input = SetRate.Input(worker: try call.id("worker", what: "worker"), try call.decode())
            return try .json(try await SetRate(services).run(input, as: call.actor()))
        }
    }

    private static func createToken(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewToken",
            .object(
                .required("name", .name), .optional("account", .nullable(.id)),
                .optional("expires_at", .nullable(.time))))
        return .api(
            .post, "/api/v1/tokens", "Makes an API token; it is shown this once.", body: .json(body),
            success: .json(.created, Shapes.token), errors: [.conflict], creates: true
        ) { call in
            let input = CreateToken.Input(try call.decode(), onceKey: call.onceKey)
            let actor = try call.actor()
            return try await Problem.blaming("/account", for: "no_such_account") {
                try .json(try await CreateToken(services).run(input, as: actor), status: .created)
            }
        }
    }

    private static func grant(_ services: Services) -> Endpoint {
        let roles = Role.allCases.filter { $0 != .administrator }.map(\.rawValue)
        let body = JSONSchema.named(
            "RoleGrant", .object(.required("account", .id), .required("role", .choice(roles))))
        struct Body: Decodable {
            let account: AccountID
            let role: String
        }
        return .api(
            .post, "/api/v1/projects/{project}/roles", "Grants a role in a project.", body: .json(body),
            success: .json(
                .ok,
                Shapes.shape(
                    "Granted",
                    [
                        .required("project", .id), .required("account", .id), .required("role", .choice(roles)),
                        .required("changed", .boolean),
                    ])), errors: [.conflict]
        ) { call in
            let body: Body = try call.decode()
            let actor = try call.actor()
            let project = try await ProjectLookup.find(try call.part("project"), for: actor, services)
            guard let role = Role(rawValue: body.role) else {
                throw Problem(.invalid, "role_unknown", "There is no role \(body.role).", at: "/role")
            }
            let input = GrantRole.Input(project: project.id, account: body.account, role: role)
            return try await Problem.blaming("/account", for: "no_such_account") {
                try .json(try await GrantRole(services).run(input, as: actor))
            }
        }
    }
}
