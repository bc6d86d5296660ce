// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which names may text declare that the parser gave up on? They silence errors that would only follow from its own.

/// The words of what is missing from a tree.
struct LostText {
  /// Words that stand where the tree has nothing.
  let words: Set<String>

  init(file: FileSyntax, source: SourceFile) {
    var kept: [Span] = []
    for declaration in file.declarations {
      switch declaration.kind {
      case .group(let group):
        kept.append(group.name.span)
        kept += group.members.map(\.span)
        if let size = group.size { kept.append(size.span) }
      case .step(let step):
        kept.append(step.group.span)
        kept += step.statements.flatMap(Self.kept)
      default: kept.append(declaration.span)
      }
    }
    kept.sort { $0.start < $1.start }
    var words: Set<String> = [""]
    var word: [UInt8] = []
    var next = 0
    var isComment = false
    for (offset, byte) in source.bytes.enumerated() {
      while next < kept.count, kept[next].end <= offset { next += 1 }
      let isKept = next < kept.count && kept[next].start <= offset
      if byte == UInt8(ascii: "\n") {
        isComment = false
      } else if byte == UInt8(ascii: "/"), offset + 1 < source.bytes.count,
        source.bytes[offset + 1] == byte
      {
        isComment = true
      }
      let isLetter =
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
      if isLetter && !isKept && !isComment {
        word.append(byte)
      } else if !word.isEmpty {
        words.insert(String(decoding: word, as: UTF8.self))
        word = []
      }
    }
    if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
    self.words = words
  }

  /// Spans of a statement; of an `if` those of its condition and of the statements inside.
  private static func kept(_ statement: StatementSyntax) -> [Span] {
    guard case .conditional(let condition, let then, let otherwise) = statement.kind else {
      return [statement.span]
    }
    return [condition.span] + (then + (otherwise ?? [])).flatMap(kept)
  }
}
