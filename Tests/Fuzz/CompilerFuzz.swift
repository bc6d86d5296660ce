// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is there a text that makes the compiler trap, hang or use memory without bound? libFuzzer's entry; see run.sh.

import WorldLanguage
import WorldModel

/// What every file named in a mutated world holds: both an edge list and a table.
private let table = Array("from,to,weight,column\n0,1,0.5,2\n1,2,1,-3\n2,0,0,1e3\n".utf8)

/// Compiles, renders and formats one text.
///
/// A file that the parser accepts must be formatted into one with the same tree that formats to itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let file = SourceFile(path: "fuzz.world", bytes: bytes)
  let compilation = WorldCompiler.compile(file, pedantic: true) { _ in table }
  _ = DiagnosticText.render(compilation.diagnostics, in: file)
  _ = DiagnosticJSON.render([(file, compilation.diagnostics)])
  let (tree, diagnostics) = Parser.parse(file)
  precondition(diagnostics.count <= Parser.maximumErrorCount + 1)
  let errorCount = compilation.diagnostics.count { $0.severity == .error }
  precondition(errorCount <= Parser.maximumErrorCount + 1)
  precondition(compilation.checked == nil || diagnostics.isEmpty)
  guard diagnostics.isEmpty else { return 0 }
  guard let text = Formatter.format(file).text else {
    // Only the indenting of a long file may carry it over the limit.
    precondition(count > SourceFile.maximumByteCount / 4, "a file without errors was not formatted")
    return 0
  }
  let formatted = SourceFile(path: "fuzz.world", text: text)
  precondition(TreeListing.text(of: Parser.parse(formatted).0) == TreeListing.text(of: tree))
  precondition(Formatter.format(formatted).text == text)
  return 0
}
