// SPDX-License-Identifier: GPL-3.0-or-later
//
// In which columns do the signs of consecutive items stand, and the names and values of consecutive clauses?

extension Formatter {
  /// Pads the tokens of a column in each run of consecutive items of one kind.
  mutating func align(_ column: KeyPath<SyntaxLayout.Item, Int?>) {
    var run: [(token: Int, width: Int)] = []
    var kind: SyntaxLayout.Kind?
    var following = -1
    for item in layout.items {
      guard let token = item[keyPath: column], beginsLine[item.first],
        let next = nextLine(after: item.first)
      else {
        close(&run)
        following = -1
        continue
      }
      let goesOn =
        item.first == following && item.kind == kind && !isSetApart(item.first)
      if !goesOn { close(&run) }
      run.append((token, width(from: item.first, to: token)))
      kind = item.kind
      following = next
    }
    close(&run)
  }

  private mutating func close(_ run: inout [(token: Int, width: Int)]) {
    let widest = run.map(\.width).max() ?? 0
    for (token, width) in run { padding[token] = widest - width }
    run = []
  }

  /// Returns the token that begins the line after an item of one line, or `nil` for a longer item.
  private func nextLine(after first: Int) -> Int? {
    var index = first + 1
    while index < tokens.count, !beginsLine[index] {
      if isBrokenBrace[index] { return nil }
      index += 1
    }
    guard index < tokens.count else { return nil }
    let endsItem =
      itemIndex[index] >= 0 || isBrokenBrace[index] || tokens[index].kind == .end
    return endsItem ? index : nil
  }

  /// Whether an empty line or a comment on a line of its own stands before a token.
  private func isSetApart(_ index: Int) -> Bool {
    let end = tokens[index - 1].span.end
    if holdsEmptyLine(from: end, to: tokens[index].span.start) { return true }
    return followsComment(index) && lastComment(before: index)?.startsLine == true
  }

  /// Characters that the tokens before a token of a column take.
  private func width(from first: Int, to token: Int) -> Int {
    var width = 0
    for index in first..<token {
      width += tokens[index].span.end - tokens[index].span.start
      if index > first { width += gap(before: index) }
    }
    return width
  }
}
