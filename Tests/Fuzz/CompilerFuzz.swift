// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is there a text, a world or a study, that makes the compiler trap, hang or use memory without bound? libFuzzer's entry; see run.sh.

import WorldLanguage
import WorldModel

/// What every file named in a mutated world holds: both an edge list and a table.
private let table = Array("from,to,weight,column\n0,1,0.5,2\n1,2,1,-3\n2,0,0,1e3\n".utf8)

/// The world of every mutated study.
private let world = SourceFile(path: "fuzz.world", text: MutatedStudies.world)

/// Compiles, renders and formats one text, as a study where it begins as one.
///
/// A file that the parser accepts must be formatted into one with the same tree that formats to itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if SourceFile(path: "fuzz", bytes: bytes).isStudy {
    fuzzStudy(SourceFile(path: "fuzz.study", bytes: bytes))
  } else {
    fuzzWorld(SourceFile(path: "fuzz.world", bytes: bytes))
  }
  return 0
}

private func fuzzWorld(_ file: SourceFile) {
  let compilation = WorldCompiler.compile(file, pedantic: true) { _ in table }
  _ = DiagnosticText.render(compilation.diagnostics, in: file)
  _ = DiagnosticJSON.render([(file, compilation.diagnostics)])
  let (tree, diagnostics) = Parser.parse(file)
  precondition(diagnostics.count <= Parser.maximumErrorCount + 1)
  let errorCount = compilation.diagnostics.count { $0.severity == .error }
  precondition(errorCount <= Parser.maximumErrorCount + 1)
  precondition(compilation.checked == nil || diagnostics.isEmpty)
  guard diagnostics.isEmpty, let formatted = formatted(file) else { return }
  precondition(TreeListing.text(of: Parser.parse(formatted).0) == TreeListing.text(of: tree))
}

private func fuzzStudy(_ file: SourceFile) {
  let compilation = StudyCompiler.compile(
    file, pedantic: true, readWorld: { _ in world }, readFile: { _, _ in table })
  _ = DiagnosticText.render(compilation.diagnostics, in: file)
  let (tree, diagnostics) = Parser.parseStudy(file)
  let errorCount = compilation.diagnostics.count { $0.severity == .error }
  precondition(errorCount <= Parser.maximumErrorCount + 1)
  precondition(compilation.checked == nil || diagnostics.isEmpty)
  if let checked = compilation.checked {
    _ = StudyListing.text(of: checked.study, in: checked.world.together)
    precondition((1...Study.mostPoints).contains(checked.study.pointCount))
  }
  guard diagnostics.isEmpty, let formatted = formatted(file) else { return }
  precondition(TreeListing.text(of: Parser.parseStudy(formatted).0) == TreeListing.text(of: tree))
}

/// The file in the one style, which formatting must leave as it is; `nil` where indenting carries a long one over the limit.
private func formatted(_ file: SourceFile) -> SourceFile? {
  guard let text = Formatter.format(file).text else {
    precondition(
      file.bytes.count > SourceFile.maximumByteCount / 4, "a file without errors was not formatted")
    return nil
  }
  let formatted = SourceFile(path: file.path, text: text)
  precondition(Formatter.format(formatted).text == text)
  return formatted
}
