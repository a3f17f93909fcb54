/// What one template shows: plain display values whose property names are the template's tokens.
///
/// Mustache reads stored properties by reflection, so nothing here may be computed. A view is `Decodable` so that a
/// sample of it is plain JSON, which the tests and the design preview share.
protocol PageView: Sendable, Decodable {
    /// Name of the template, its file's name without `.mustache`.
    static var template: String { get }
}

/// The meaning of a color; its name is the CSS class suffix.
///
/// Blue is always the model, orange always people.
enum Tone: String, Sendable, Decodable {
    case neutral, auto, human, info, good, warn, bad
}

/// A short word in a pill.
struct BadgeView: Sendable, Decodable {
    let text: String
    let tone: Tone
}

/// A person or program by name; simulated people carry a mark wherever they show.
struct PersonView: Sendable, Decodable {
    let name: String
    let simulated: Bool
}

/// What stands where a list would be while there is nothing to list.
struct EmptyView: Sendable, Decodable {
    let emptyTitle: String
    let emptyText: String
    var emptyHref: String?
    var emptyAction: String?
}

/// A name and its value.
struct LabeledValue: Sendable, Decodable {
    let label: String
    let value: String
}

/// One of several views of the same thing.
struct TabView: Sendable, Decodable {
    let label: String
    let href: String
    let current: Bool
}

/// Something that happened, on a timeline.
struct TimelineEntry: Sendable, Decodable {
    let what: String
    /// ISO 8601, for the `datetime` attribute.
    let at: String
    let when: String
    var who: PersonView?
    let tone: Tone
}
