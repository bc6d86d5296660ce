// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the plain values of a world keep their promises?

import Testing
import WorldModel

@Suite("The checked world")
struct WorldModelTests {
  @Test(
    "a site is the 32-bit FNV-1a hash of its path",
    arguments: [("", 0x811C_9DC5), ("a", 0xE40C_292C), ("foobar", 0xBF9C_F968)]
      as [(String, UInt32)])
  func sites(path: String, word: UInt32) {
    #expect(SiteID(path: path) == SiteID(word: word))
  }

  @Test("visiting an expression meets each part once, outermost first")
  func visits() {
    func number(_ value: Double) -> Expression { Expression(.number(value), .number(.constant)) }
    let condition = Expression(.binary(.less, number(2), number(3)), .boolean)
    let aggregate = Aggregate(
      .mean, over: .group(GroupID(0)), value: number(1), condition: condition, otherwise: number(4))
    let whole = Expression(
      .call(.max, [Expression(.aggregate(aggregate), .number(.double)), number(5)]),
      .number(.double))
    var met: [Double] = []
    whole.visit { if case .number(let value) = $0.kind { met.append(value) } }
    #expect(met == [1, 2, 3, 4, 5])
    #expect(whole.contains { $0.kind == .number(4) })
    #expect(!whole.contains { $0.kind == .number(6) })
  }

  @Test("a listing tells apart what the bits of a result depend on")
  func listings() {
    func world(_ member: Member) -> World {
      World(title: "W", groups: [Group(name: "g", members: [member])])
    }
    func member(_ type: ValueType, _ path: String, _ site: String) -> Member {
      let p = Expression(.number(0.5), .number(.constant), origin: Origin(line: 3))
      let draw = Draw(site: SiteID(path: site), distribution: .bernoulli(p: p), type: type)
      let column = FileColumn(path: path, column: "c", values: path == "a" ? [1, 2] : [1, 3])
      return Member(
        name: "m", isTrait: false, type: type, initial: site.isEmpty ? .column(column) : .draw(draw)
      )
    }
    let texts = [
      member(.boolean, "a", "s"), member(.number(.single), "a", "s"),
      member(.number(.double), "a", "s"), member(.boolean, "a", "t"), member(.boolean, "a", ""),
      member(.boolean, "b", ""),
    ].map { WorldListing.text(of: world($0)) }
    #expect(Set(texts).count == texts.count)
    var moved = world(member(.boolean, "a", "s"))
    moved.documentation = "A comment."
    moved.groups[0].members[0].origin = Origin(line: 7)
    #expect(WorldListing.text(of: moved) == texts[0])
  }
}
