// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do expressions and statements get the types, precisions, picks and sites that the world model promises?

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Meaning of what is checked")
struct CheckingMeaningTests {
  private static let groups = """
    world "W"
    parameter n: count = 100 in 10...1_000
    parameter level = 0.5 in 0...1
    coupling pull = 1 in 0...2
    agents clerk[n] {
      trait kind = true
      state mood = 0.0
      state exact: precise = 0.0
      state stance: { comply, refuse, first } = comply
    }
    agents boss {
      state order = true
    }
    network desks: clerk -> clerk = regular(degree: 4)
    network all_of: clerk -> clerk = complete()
    network hub: clerk -> clerk = star()
    network back: clerk -> clerk = reverse(hub)
    network under: clerk -> boss = complete()

    """

  private func expression(_ text: String) throws -> Expression {
    let world = try compiled(Self.groups + "step clerk {\n  let value = \(text)\n}\n")
    guard case .bind(_, let value) = world.blocks[0].statements[0].kind else {
      throw NoSuchFile()
    }
    return value
  }

  @Test(
    "a number works at the precision that its operands give it",
    arguments: [
      ("1 + level", Precision.constant), ("n", .double), ("level * mood", .single),
      ("mood + exact", .double), ("mean(desks.mood)", .single), ("mean(desks.exact)", .double),
      ("mean(desks.mood * n)", .double), ("mean(all_of.mood)", .double),
      ("mean(hub.mood)", .double),
      ("mean(back.mood)", .double), ("mean(clerk.mood)", .double), ("count(desks.kind)", .single),
      ("count(all_of.kind)", .double), ("degree(desks)", .single), ("degree(hub)", .double),
      ("index", .double), ("time", .double), ("size(boss)", .double), ("kind + 0", .constant),
      ("max(mood, 1)", .single), ("if kind then exact else 1", .double),
      ("mean(desks.mood where desks.kind else exact)", .double), ("-mood", .single),
      ("if kind then kind else mood", .single),
    ])
  func precisions(text: String, precision: Precision) throws {
    #expect(try expression(text).type == .number(precision))
  }

  @Test(
    "these are booleans",
    arguments: [
      "kind == 1", "any(desks.kind)", "stance == first", "comply != stance", "kind and mood > 0",
      "not kind == boss.order", "stance == (if kind then comply else refuse)", "all(clerk.kind)",
      "(if kind then stance else comply) == refuse", "kind < 1",
    ])
  func booleans(text: String) throws {
    #expect(try expression(text).type == .boolean)
  }

  @Test("operators bind and functions are put in place with the origin of the call")
  func inlining() throws {
    let world = try compiled(
      Self.groups + """
        function square(x) = x * x
        function both(x, y) = square(x) + square(y)
        step clerk {
          mood = both(mood - 1, mean(desks.mood))
        }
        """)
    let written = EquationText(world).lines(of: world.blocks[0])
    #expect(written == ["mood = (mood - 1) * (mood - 1) + mean(desks.mood) * mean(desks.mood)"])
    guard case .assign(_, let value) = world.blocks[0].statements[0].kind else { return }
    #expect(value.origin.text == "both(mood - 1, mean(desks.mood))")
    #expect(value.origin.line == 22)
    #expect(value.origin.column == 10)
  }

  @Test("a member of the outer agent becomes the reader's own inside a network aggregate")
  func innerReader() throws {
    let world = try compiled(
      Self.groups + """
        function agreement(x) = mean(desks.mood * x)
        measure a = mean(agreement(clerk.mood) + clerk.mood)
        measure b = mean(clerk.mood * mean(desks.mood * mood + clerk.mood))
        """)
    let listing = WorldListing.text(of: world)
    #expect(
      listing.contains(
        "measure a = mean:double over clerk(add:single(mean:single over desks("
          + "multiply:single(other mood, own mood)), other mood))"))
    #expect(
      listing.contains("add:single(multiply:single(other mood, own mood), own mood)"))
  }

  @Test("statements need the picks that they read, directly or through names")
  func picks() throws {
    let world = try compiled(
      Self.groups + """
        step clerk {
          let friend ~ pick(desks)
          let other ~ pick(desks)
          let hers = friend.mood
          let both = hers + other.mood
          let lucky ~ bernoulli(hers)
          if lucky {
            mood = 1
          } else {
            mood = both
          }
          exact = level
        }
        """)
    let statements = world.blocks[0].statements
    let needs = statements.map { $0.requiredPicks.map(\.index) }
    #expect(needs == [[], [], [0], [0, 1], [0], [0], []])
    guard case .conditional(_, let then, let otherwise) = statements[5].kind else { return }
    #expect(then[0].requiredPicks.isEmpty)
    #expect(otherwise[0].requiredPicks.map(\.index) == [0, 1])
  }

  @Test("a boolean drawn into a real state is drawn first and counted as 0 or 1")
  func booleanIntoReal() throws {
    let world = try compiled(Self.groups + "step clerk {\n  mood ~ bernoulli(level)\n}\n")
    let listing = WorldListing.text(of: world)
    let site = SiteID(path: "clerk/mood/step")
    #expect(listing.contains("  let mood#0 ~ bernoulli(parameter level): boolean \(text(site))\n"))
    #expect(listing.contains("  mood = number(let mood#0)\n"))
  }

  @Test("adding measures, groups, networks and unrelated draws moves no draw")
  func sites() throws {
    let before = try compiled(
      Self.groups + """
        step clerk {
          let u ~ uniform(low: 0, high: 1)
          if kind {
            mood ~ normal(mean: u, sd: 1)
          } else {
            stance ~ logit(1) { comply: 1, refuse: 2 }
          }
        }
        step clerk shuffled {
          exact ~ normal(mean: 0, sd: 1)
        }
        """)
    let after = try compiled(
      Self.groups + """
        environment sky {
          state cloud ~ bernoulli(0.5)
        }
        network links: clerk -> clerk = configuration(degree ~ poisson(mean: 2))
        step sky {
          cloud ~ bernoulli(0.5)
        }
        step clerk {
          let w ~ normal(mean: 0, sd: 1)
          if w > 0 {
            let v ~ bernoulli(0.5)
            exact = exact + v
          }
          let u ~ uniform(low: 0, high: 1)
          if kind {
            let friend ~ pick(desks)
            mood ~ normal(mean: u, sd: 1)
          } else {
            stance ~ logit(1) { comply: 1, refuse: 2 }
          }
        }
        step clerk shuffled {
          exact ~ normal(mean: 0, sd: 1)
        }
        measure m = mean(clerk.mood)
        """)
    let old = draws(of: before)
    let new = draws(of: after)
    #expect(old.count == 6)
    for (name, site) in old { #expect(new[name] == site, "\(name)") }
    #expect(Set(new.values).count == new.count)
  }

  private func draws(of world: World) -> [String: String] {
    var found: [String: String] = [:]
    var block = ""
    for line in WorldListing.text(of: world).split(separator: "\n") {
      if line.hasPrefix("step") { block = String(line.split(separator: "@")[0]) }
      guard let at = line.firstIndex(of: "@") else { continue }
      let words = line.split(whereSeparator: { $0 == " " || $0 == "#" })
      let name = words[0] == "let" ? words[1] : words[0]
      found[block + name] = String(line[at...].prefix(9))
    }
    return found
  }

  private func text(_ site: SiteID) -> String {
    let digits = String(site.word, radix: 16)
    return "@" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
