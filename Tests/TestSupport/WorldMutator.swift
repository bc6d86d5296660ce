// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which texts are almost worlds? Worlds with a few random edits, by bytes, words and lines.

/// Makes mutants of world texts.
public struct WorldMutator {
  /// Words and signs that edits put in.
  public static let words: [String] = [
    "world", "parameter", "coupling", "agents", "environment", "network", "function", "step",
    "measure", "estimate", "harm", "aligned", "run", "trait", "state", "let", "if", "then", "else",
    "where", "and", "or", "not", "true", "false", "in", "off", "at", "most", "for", "all", "but",
    "limit", "end", "when", "first", "precise", "count", "sequential", "shuffled", "with",
    "probability", "every", "auto", "packed", "mean", "sum", "any", "min", "max", "pick", "logit",
    "weights", "bernoulli", "complete", "reverse", "file", "degree", "size", "time", "index", "(",
    ")", "[", "]", "{", "}", ",", ":", ".", "...", "=", "~", "->", "+", "-", "*", "/", "^", "<",
    "<=", ">", ">=", "==", "!=", "\"", "//", "///", "\n", " ", "0", "1", "5%", "1e300", "0.5",
    "1_000_000_000", "\u{0}", "\u{FFFD}", "\u{E9}",
  ]

  private var random: SplitMix

  /// Creates a mutator.
  public init(seed: UInt64) { random = SplitMix(seed) }

  /// Returns a text with one to eight edits.
  public mutating func mutant(of text: [UInt8], others: [[UInt8]]) -> [UInt8] {
    var bytes = text
    for _ in 0..<(1 << Int.random(in: 0...3, using: &random)) { edit(&bytes, others) }
    return bytes
  }

  private mutating func edit(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
    case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes.removeSubrange(lineRange(of: place, in: bytes))
    case 4:
      let line = Array(bytes[lineRange(of: place, in: bytes)])
      let other = Int.random(in: 0...bytes.count, using: &random)
      bytes.insert(contentsOf: line, at: lineRange(of: other, in: bytes).lowerBound)
    case 5:
      guard let other = others.randomElement(using: &random), !other.isEmpty else { return }
      let start = Int.random(in: 0..<other.count, using: &random)
      let length = Int.random(in: 1...60, using: &random)
      bytes.insert(contentsOf: other[start..<min(other.count, start + length)], at: place)
    case 6:
      let word = Self.words.randomElement(using: &random) ?? " "
      let count = Int.random(in: 0..<50, using: &random) == 0 ? 400 : 1
      for _ in 0..<count { bytes.insert(contentsOf: Array(word.utf8), at: place) }
    default:
      let word = Self.words.randomElement(using: &random) ?? " "
      bytes.replaceSubrange(wordRange(of: place, in: bytes), with: Array(word.utf8))
    }
  }

  private func lineRange(of place: Int, in bytes: [UInt8]) -> Range<Int> {
    var start = place
    var end = place
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return start..<min(end + 1, bytes.count)
  }

  private func wordRange(of place: Int, in bytes: [UInt8]) -> Range<Int> {
    var start = place
    var end = place
    func isWord(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "_") || byte >= UInt8(ascii: "0") }
    while start > 0, isWord(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, isWord(bytes[end]) { end += 1 }
    return start..<end
  }
}
