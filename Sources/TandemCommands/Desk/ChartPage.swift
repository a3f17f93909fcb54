/// A page that holds a chart and everything that draws it, so that it opens from disk and asks nobody for anything.
struct ChartPage {
    let spec: [UInt8]
    let script: [UInt8]

    var bytes: [UInt8] {
        var page: [UInt8] = []
        page.append(contentsOf: Self.head.utf8)
        page.append(contentsOf: script)
        page.append(contentsOf: "\n</script>\n<script type=\"application/json\" id=\"spec\">".utf8)
        // Inside a script element only "</" could end it early; JSON may spell the slash.
        for (index, byte) in spec.enumerated() {
            if byte == UInt8(ascii: "/"), index > 0, spec[index - 1] == UInt8(ascii: "<") {
                page.append(UInt8(ascii: "\\"))
            }
            page.append(byte)
        }
        page.append(contentsOf: Self.foot.utf8)
        return page
    }

    private static let head = """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <title>Tandem chart</title>
        <style>
        :root{color-scheme:light dark}
        body{font:14px/1.5 system-ui,sans-serif;margin:2rem;background:#fff;color:#1b1f24}
        @media (prefers-color-scheme:dark){body{background:#14171a;color:#e6e8ea}}
        #chart{width:100%}
        </style>
        <div id="chart"></div>
        <script type="module">

        """

    private static let foot = """
        </script>
        <script type="module">
        const spec = JSON.parse(document.getElementById("spec").textContent);
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        vegaEmbed("#chart", spec, {actions: {export: true, source: false, compiled: false, editor: false},
          theme: dark ? "dark" : undefined, config: {background: null}});
        </script>
        </html>

        """
}
