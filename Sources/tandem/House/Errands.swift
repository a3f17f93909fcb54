import TandemWorkflow

/// What the house does again and again while it is open.
enum Errands {
    static func all(_ services: Services) -> [Ticker.Errand] {
        []
    }
}
