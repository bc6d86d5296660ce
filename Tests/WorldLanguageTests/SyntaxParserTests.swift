// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the parser make the tree that the grammar says?

import Testing

@testable import WorldLanguage

/// Returns the listing of the value of `measure m = TEXT`, and the codes reported.
private func parsed(_ expression: String) -> (listing: String, codes: [String]) {
  let file = SourceFile(path: "m.world", text: "world \"W\"\nmeasure m = \(expression)\n")
  let (tree, diagnostics) = Parser.parse(file)
  let lines = TreeListing.text(of: tree).split(separator: "\n").dropFirst(2)
  return (
    lines.map { String($0.trimmingPrefix { $0 == " " }) }.joined(separator: ";"),
    diagnostics.map(\.code)
  )
}

@Suite("The parser")
struct SyntaxParserTests {
  @Test(
    "binds operators as the grammar says",
    arguments: [
      ("1 + 2 * 3", "binary +;number 1 = 1.0;binary *;number 2 = 2.0;number 3 = 3.0"),
      ("a - b - c", "binary -;binary -;name a;name b;name c"),
      ("-a ^ b ^ c", "unary -;binary ^;name a;binary ^;name b;name c"),
      ("a ^ -b", "binary ^;name a;unary -;name b"),
      ("-a * b", "binary *;unary -;name a;name b"),
      ("not a == b and c", "binary and;unary not;binary ==;name a;name b;name c"),
      ("a or b and not not c", "binary or;name a;binary and;name b;unary not;unary not;name c"),
      ("a < b + 1", "binary <;name a;binary +;name b;number 1 = 1.0"),
      ("if a then b else c + 1", "if;name a;then;name b;else;binary +;name c;number 1 = 1.0"),
      (
        "mean(x.y where x.z else 0.1%)",
        "aggregate mean;member x.y;where;member x.z;else;number 0.1% = 0.001"
      ),
      ("count(x.y == limit)", "call count;binary ==;member x.y;name limit"),
      ("all(first != x.y)", "call all;binary !=;name first;member x.y"),
      ("min(a, b,\n c)", "call min;name a;name b;name c"),
      ("a\n  + b", "binary +;name a;name b"),
      ("a +\n  b", "binary +;name a;name b"),
      ("1_000.5e-1_0%", "number 1_000.5e-1_0% = 1.0005e-09"),
    ])
  func operators(expression: String, listing: String) {
    let result = parsed(expression)
    #expect(result.listing == listing)
    #expect(result.codes == [])
  }

  @Test("survives nesting without end and reports it once", arguments: [100, 199, 20_000])
  func nesting(depth: Int) {
    let isFine = depth < 150
    let texts = [
      String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth),
      String(repeating: "(", count: depth),
      String(repeating: "not ", count: depth) + "a",
      String(repeating: "- ", count: depth) + "a",
      String(repeating: "a ^ ", count: depth) + "a",
      String(repeating: "a + ", count: depth) + "a",
      String(repeating: "if a then b else ", count: depth) + "a",
      String(repeating: "f(", count: depth) + "a" + String(repeating: ")", count: depth),
    ]
    for (index, text) in texts.enumerated() {
      let codes = parsed(text).codes
      switch (index, depth) {
      case (1, 100): #expect(codes == ["E020"])
      case _ where isFine: #expect(codes == [], "text \(index), depth \(depth)")
      case (_, 199): #expect(codes == [] || codes == ["E029"] || index == 1)
      default: #expect(codes == ["E029"], "text \(index), depth \(depth)")
      }
    }
  }

  @Test("survives statements nested without end", arguments: [50, 5_000])
  func statements(depth: Int) {
    let chain = String(repeating: "if a { b = 1 } else ", count: depth) + "{ b = 2 }"
    let deep = String(repeating: "if a {\n", count: depth) + String(repeating: "}\n", count: depth)
    let open = String(repeating: "if a {\n", count: depth)
    for (text, codes) in [
      (chain, depth > 200 ? ["E029"] : []), (deep, depth > 200 ? ["E029"] : []),
      (open, depth > 200 ? ["E029", "E022"] : ["E022"]),
    ] {
      let source = "world \"W\"\nstep g {\n\(text)\n\(text == open ? "" : "}\n")"
      let (_, diagnostics) = Parser.parse(SourceFile(path: "w", text: source))
      #expect(diagnostics.map(\.code) == codes, "depth \(depth)")
    }
  }

  @Test("reports every mistake of a file once and reads on")
  func severalMistakes() {
    let text = """
      world "W"
      paramter a = 1 in 0...2
      parameter b = in 0...2
      agents g[3] {
        state x = 1 + )
        stat y = 2
        state limit = 3
      }
      step g {
        let z = x < y < 3
        x == 4
        let w 5
        q.x = 3
      }
      harm h = mean(g.x
      aligned g = x at 5%
      run { step 4  sed 5 }
      """
    let file = SourceFile(path: "w.world", text: text)
    let (tree, diagnostics) = Parser.parse(file)
    let found = diagnostics.map { "\(file.position(of: $0.span.start).line) \($0.code)" }
    #expect(
      found == [
        "2 E024", "3 E020", "5 E020", "6 E041", "7 E028", "10 E030", "11 E037", "12 E020",
        "13 E036", "15 E022", "16 E020", "17 E042", "17 E042",
      ])
    #expect(tree.declarations.count == 8)
  }

  @Test("lists tokens with their places and the newlines that end statements")
  func tokenListing() {
    let text = "/// Doc\nworld \"A\" // why\nmeasure m = 5% +\n  limit\n"
    #expect(
      TokenListing.text(of: SourceFile(path: "w", text: text)) == """
        1:1  documentation /// Doc
        2:1 |word world
        2:7  string "A"
        2:11  comment // why
        3:1 |word measure
        3:9  name m
        3:11  symbol =
        3:13  number 5% = 0.05
        3:16  symbol +
        4:3  word limit
        4:8 |end

        """)
  }

  @Test("lists the tree with documentation, clauses and arms")
  func treeListing() {
    let text = """
      world "A"
      /// How many.
      coupling j "J" = 1 in 0...2 off at 1
      agents g[2] { state s: { a, limit } ~ weights { a: 1, limit: 2 } }
      step g shuffled every 2 { s = limit }
      harm h = count(g.s == limit) limit 3 at end

      """
    let (tree, diagnostics) = Parser.parse(SourceFile(path: "w", text: text))
    #expect(diagnostics.isEmpty)
    #expect(
      TreeListing.text(of: tree) == """
        world "A"
        documentation How many.
        coupling j "J"
          number 1 = 1.0
          in
            number 0 = 0.0
            number 2 = 2.0
          off at
            number 1 = 1.0
        agents g
          size
            number 2 = 2.0
          state s: { a, limit }
            draw weights
              arm a
                number 1 = 1.0
              arm limit
                number 2 = 2.0
        step g
          shuffled
          every
            number 2 = 2.0
          s =
            name limit
        harm h
          call count
            binary ==
              member g.s
              name limit
          limit
            number 3 = 3.0
          at end

        """)
  }
}
