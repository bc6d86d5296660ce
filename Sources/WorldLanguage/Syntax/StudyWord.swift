// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which words has the grammar of studies, and when is a file a study?
//
// Words that occur only in studies are no reserved words: a world may use them as names, and a study may name these.

/// The words of the grammar of studies.
enum StudyWord {
  /// Words that begin a clause, but for the settings of the runs.
  static let clauses: [String] = [
    "set", "vary", "panel", "measure", "refine", "scale", "ramp", "release", "attribute", "export",
  ]
  /// Words that begin a clause or a setting.
  static let beginners: Set<String> = Set(clauses + ReservedWord.settings + ["study"])
  /// Words that go on with a clause and cannot begin a line.
  static let continuations: Set<String> = [
    "of", "over", "log", "in", "along", "to", "at", "there", "and", "back", "holding", "boundary",
  ]
  /// All words.
  static let all: Set<String> = beginners.union(continuations).union([
    "auto", "every", "when", "packed",
  ])
}

/// Which of the two grammars a file is written in.
enum Grammar {
  case world
  case study

  /// Whether a word, first on its line, can only begin something.
  func begins(_ word: String) -> Bool {
    let beginsDeclaration = ReservedWord.declarations.contains(word)
    switch self {
    case .world: return beginsDeclaration || ["trait", "state", "let"].contains(word)
    case .study: return beginsDeclaration || StudyWord.beginners.contains(word)
    }
  }

  /// Whether a word is one of the grammar.
  func holds(_ word: String) -> Bool {
    switch self {
    case .world: ReservedWord.all.contains(word)
    case .study: StudyWord.all.contains(word)
    }
  }
}

extension SourceFile {
  /// Whether this is a study: its path ends in `.study`, or does not end in `.world` and the text begins with
  /// `study "`.
  public var isStudy: Bool {
    if path.hasSuffix(".study") { return true }
    if path.hasSuffix(".world") { return false }
    return beginsStudy
  }

  /// Whether the text begins with `study "`.
  var beginsStudy: Bool {
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func skipBlanks() {
      while position < bytes.count, bytes[position].isBlank || bytes[position] == 0x0A {
        position += 1
      }
    }
    skipBlanks()
    while bytes[position...].starts(with: Array("//".utf8)) {
      while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      skipBlanks()
    }
    guard bytes[position...].starts(with: Array("study".utf8)) else { return false }
    position += 5
    skipBlanks()
    return position < bytes.count && bytes[position] == UInt8(ascii: "\"")
  }

  /// The grammar of the file.
  var grammar: Grammar { isStudy ? .study : .world }
}
