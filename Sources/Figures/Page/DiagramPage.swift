// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a diagram become one file that opens in any browser, without a network?
//
// The page holds plotly.js as it is installed, the numbers as JSON and a script that draws. Its policy forbids every request.
// Texts of a world reach the page through `textContent`, or escaped where plotly.js reads a little HTML.

/// A diagram as a page.
public enum DiagramPage {
  /// Returns the page of a diagram with one or two axes.
  ///
  /// - Parameters:
  ///   - diagram: The diagram.
  ///   - plotly: The text of plotly.js, version 2 or newer.
  /// - Returns: The whole page; its bytes depend on nothing but both.
  /// - Throws: `FigureError.nothingToDraw`, `.noAxis`.
  public static func html(
    of diagram: PhaseDiagram, plotly: String
  ) throws(FigureError) -> String {
    guard diagram.cells.contains(where: { diagram.value(of: $0)?.mean != nil }) else {
      throw .nothingToDraw
    }
    guard !diagram.axes.isEmpty else { throw .noAxis }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <title>\(escaped(diagram.title))</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <header><h1 id="title"></h1><p id="subtitle"></p></header>
      <main>
      <section><div id="plot"></div><ul id="legend"></ul></section>
      <aside id="detail" aria-live="polite"></aside>
      </main>
      <footer><ul id="notes"></ul><dl id="provenance"></dl></footer>
      <script>
      \(harmless(plotly))
      </script>
      <script type="application/json" id="data">\(PageData(diagram).value.text)</script>
      <script>
      \(script)
      </script>
      </body>
      </html>

      """
  }

  /// Nothing is fetched from anywhere; plotly.js makes pictures of itself.
  private static let policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    + "img-src data: blob:; base-uri 'none'; form-action 'none'"

  /// A text between tags.
  private static func escaped(_ text: String) -> String {
    GnuplotText.plain(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }

  /// A script that holds nothing that HTML reads as its end or as a comment.
  ///
  /// A backslash is put in, which changes nothing inside the strings and patterns in which such words can stand.
  private static func harmless(_ script: String) -> String {
    let bytes = Array(script.utf8)
    let (end, comment) = (Array("/script".utf8), Array("!--".utf8))
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      result.append(byte)
      guard byte == UInt8(ascii: "<"), index + 1 < bytes.count,
        bytes[index + 1] == end[0] || bytes[index + 1] == comment[0]
      else { continue }
      // Small letters differ from capitals in one bit.
      let word = bytes[(index + 1)...].prefix(end.count)
      let isEnd = word.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } == end
      if isEnd || Array(word.prefix(comment.count)) == comment { result.append(UInt8(ascii: "\\")) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let style = """
    :root { color-scheme: light; }
    body { margin: 0 auto; max-width: 1720px; padding: 16px 20px; color: #1b1b1b; background: #fff;
      font: 15px/1.45 "DejaVu Sans", Verdana, system-ui, sans-serif; }
    h1 { font-size: 22px; font-weight: 600; margin: 0; }
    h2 { font-size: 17px; margin: 0 0 6px; }
    * + h2 { margin-top: 16px; }
    h1, h2, p, li, td, dd { overflow-wrap: anywhere; }
    #subtitle { margin: 2px 0 10px; color: #444; }
    main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; }
    @media (min-width: 1240px) { main { grid-template-columns: minmax(0, 1fr) 500px; } }
    section { min-width: 0; }
    #legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 22px; padding: 0; margin: 6px 0 0; }
    #legend svg { vertical-align: middle; margin-right: 7px; }
    aside { border: 1px solid #ccc; border-radius: 6px; padding: 14px 16px; min-width: 0; align-self: start; }
    .verdict { display: inline-block; padding: 1px 9px; border-radius: 4px; background: #eee; font-weight: 600; }
    table { border-collapse: collapse; margin: 10px 0; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
    th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid #e4e4e4; vertical-align: top; }
    th { font-weight: 600; }
    td + td, th + th { text-align: right; }
    .note { color: #444; font-size: 13px; margin: 2px 0 0; }
    #notes { margin: 16px 0 8px; padding-left: 18px; color: #444; font-size: 13px; }
    #provenance { color: #444; font-size: 13px; display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1px 14px; margin: 0; }
    dd { margin: 0; }
    """
}
