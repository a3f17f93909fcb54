import Mustache

/// Every page's HTML, compiled into the program and parsed once when it starts.
struct Templates: Sendable {
    /// Why the templates cannot be used.
    enum Failure: Error, Equatable {
        /// The template's text is not Mustache.
        case malformed(template: String, reason: String)
        /// A view names a template that is not there.
        case missing(template: String)
    }

    private let library: MustacheLibrary

    /// Parses all templates.
    /// - Throws: `Failure.malformed`, so that a broken template stops the start and not a visitor.
    init(sources: [String: String] = Templates.sources) throws(Failure) {
        MustacheContentTypes.register(ByteEscapedHTML(), named: ByteEscapedHTML.name)
        var parsed: [String: MustacheTemplate] = [:]
        for (name, source) in sources {
            do {
                // A partial goes back to the library's own escaping, so each template names ours itself.
                parsed[name] = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(ByteEscapedHTML.name)}}\n" + source)
            } catch {
                throw .malformed(template: name, reason: String(describing: error))
            }
        }
        library = MustacheLibrary(templates: parsed)
    }

    /// The HTML of a page or of a part of one.
    /// - Throws: `Failure.missing`.
    func render<View: PageView>(_ view: View) throws(Failure) -> String {
        guard let html = library.render(view, withTemplate: View.template) else {
            throw .missing(template: View.template)
        }
        return html
    }
}
