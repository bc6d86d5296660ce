// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do knock-outs find who carries a harm, who holds it back and what was never an influence? Worlds with a planted
// culprit, a guardian, a common cause; and what cannot be examined, with the reason.

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("Knock-outs")
struct KnockOutTests {
  static func report(_ cell: Cell) throws -> KnockOutReport {
    try KnockOutDesign(cell).run(executing: RunPlan.execute)
  }

  /// A head who is read by everybody, and sound clerks who are not.
  static let office = """
    world "Office with a head"
    parameter clerks: count = 200 in 20...1_000_000
    coupling obedience = 1 in 0...1
    agents clerk[clerks] {
      trait head   = index == 0
      state wavers = false
    }
    network order: clerk -> clerk = tree(branching: clerks, read: parent)
    network chat: clerk -> clerk = ring(degree: 2)
    step clerk {
      let urged = obedience * any(order.head) * 0.6 + 0.05 * obedience * count(chat.wavers)
      wavers ~ bernoulli(0.01 + urged * 0.8)
    }
    harm wavering = mean(clerk.wavers) limit 5%
    aligned clerk = wavers at most 5%
    run { steps 40  warmup 5  replicates 24  networks 12 }
    """

  @Test("of links find the one way by which the harm comes")
  func way() throws {
    let report = try Self.report(.compiled(Self.office))
    let harm = try #require(report.harms.first)
    let ranked = harm.enabling.map(\.knockOut)
    #expect(ranked.first == .group("clerk"), "everybody alone leaves 1 %")
    let order = try #require(harm.enabling.first { $0.knockOut == .network("order") })
    let chat = try #require(harm.enabling.first { $0.knockOut == .network("chat") })
    #expect(try #require(order.effect?.interval.low) > 0.4)
    #expect(
      try #require(chat.effect?.interval.high) < 0.1 && #require(chat.effect?.interval.low) > 0)
    // All links of 'order' lead to the head: without those into the two that are read most nobody is urged, while as many
    // links drawn at random among its 199 are all of them too.
    let hub = try #require(
      harm.enabling.first {
        $0.knockOut == .links(network: "order", into: 2, choice: .mostRead)
      })
    #expect(hub.effect?.interval.mean == order.effect?.interval.mean)
    #expect(report.evenlyRead == ["chat"])
    for effect in harm.enabling + harm.preventing {
      #expect(try #require(effect.effect?.varianceRatio) >= 0)
      #expect(try #require(effect.adjustedPValue) >= #require(effect.pValue))
    }
    let sizes = harm.enabling.map { $0.effect?.interval.mean ?? 0 }
    #expect(sizes == sizes.sorted(by: >))
  }

  /// Clerks who do what the one at the top does, who alone does it now and then.
  static let tree = """
    world "Head of a tree"
    coupling example = 1 in 0...1
    agents clerk[121] {
      trait bold = index == 0
      state acts ~ bernoulli(0.02)
    }
    network above: clerk -> clerk = tree(branching: 3, read: parent)
    step clerk {
      let shown = example * any(above.acts)
      let dares = example * bold
      acts ~ bernoulli(0.02 + 0.9 * shown + 0.9 * dares * (1 - shown))
    }
    harm action = mean(clerk.acts) limit 5%
    aligned clerk = acts at most 5%
    run { steps 60  warmup 10  replicates 16  networks 16 }
    """

  @Test("of single agents rank the head of a tree first, far above as many at random")
  func culprit() throws {
    let report = try Self.report(.compiled(Self.tree))
    let harm = try #require(report.harms.first)
    // Agents 0 to 39 are read by three each: of equals those with the lower index are chosen.
    let head = try #require(
      harm.enabling.first { $0.knockOut == .agent(group: "clerk", index: 0, readerCount: 3) })
    let anyone = try #require(
      (harm.enabling + harm.preventing + harm.idle).first {
        $0.knockOut == .agents(group: "clerk", count: 1, choice: .random)
      })
    #expect(try #require(head.effect?.interval.low) > 0.3)
    #expect(try #require(head.adjustedPValue) < 1e-6)
    #expect(try #require(anyone.effect?.interval.high) < 0.2)
    let singles = harm.enabling.compactMap { effect -> (Int, Double)? in
      guard case .agent(_, let index, 3) = effect.knockOut else { return nil }
      return (index, effect.effect?.interval.mean ?? 0)
    }
    #expect(singles.first?.0 == 0 && Set(singles.map(\.0)).isSubset(of: Set(0...9)))
    // The three right below the head carry a third each, those below them a ninth.
    #expect(Set(singles.prefix(4).map(\.0)) == [0, 1, 2, 3])
    #expect(singles.dropFirst().prefix(3).allSatisfy { $0.1 > 0.05 && $0.1 < 0.3 })
    #expect(report.notExamined.isEmpty && report.evenlyRead.isEmpty)
  }

  static let guardians = """
    world "Guardians"
    coupling watching = 1 in 0...1
    coupling temptation = 1 in 0...1
    agents guardian[10] {
      state alert ~ bernoulli(0.5)
    }
    agents clerk[100] {
      state takes = false
    }
    network watch: clerk -> guardian = bipartite(degree: 3)
    network crowd: clerk -> clerk = complete()
    network report: guardian -> clerk = bipartite(degree: 20)
    step clerk {
      let seen = watching * mean(watch.alert)
      takes ~ bernoulli(0.02 + clamp(temptation * (0.3 + 0.3 * mean(crowd.takes else 0)) - seen, 0, 0.9))
    }
    step guardian { alert ~ bernoulli(0.3 + 0.7 * watching * (count(report.takes) > 0)) }
    harm theft = mean(clerk.takes) limit 5%
    aligned clerk = takes at most 5%
    aligned guardian = false at most 5%
    run { steps 60  warmup 10  replicates 20  networks 10 }
    """

  @Test("tell prevention from enablement: without guardians there is more harm")
  func guardian() throws {
    let report = try Self.report(.compiled(Self.guardians))
    let harm = try #require(report.harms.first)
    let without = try #require(harm.preventing.first { $0.knockOut == .group("guardian") })
    #expect(try #require(without.effect?.interval.high) < -0.02)
    #expect(try #require(without.without.mean) > #require(harm.untouched.mean))
    #expect(harm.enabling.contains { $0.knockOut == .group("clerk") })
    #expect(harm.enabling.contains { $0.knockOut == .network("crowd") })
    #expect(report.evenlyRead.contains("clerk") == false)
    let sizes = harm.preventing.map { $0.effect?.interval.mean ?? 0 }
    #expect(sizes == sizes.sorted() && sizes.allSatisfy { $0 < 0 })
    // 'watch' is read by a mean without `else`, and clerks also read the crowd.
    #expect(
      report.notExamined.contains(
        UnexaminedKnockOut(
          knockOut: .network("watch"), obstacle: .nobodyLeft(otherWays: ["crowd"]))))
    #expect(
      report.notExamined.contains(
        UnexaminedKnockOut(
          knockOut: .links(network: "crowd", into: 1, choice: .random), obstacle: .neverStored)))
  }

  /// Jurors of whom the majority decides; with some chance all say what the judge says, or what the foreman says.
  ///
  /// Reference: R26. A verdict of 101 jurors who are right with chance 0.55 is right with chance 0.843755 if they are
  /// independent, and with 0.5 0.55 + 0.5 0.843755 = 0.696878 where with chance 1/2 all copy one.
  static let jury = """
    world "Jury"
    coupling heeding   = 0 in 0...1
    coupling following = 0 in 0...1
    parameter competence = 0.55 in 0...1
    environment court {
      state judge   = true
      state heeded  = false
      state called  = false
    }
    agents juror[101] {
      state opinion = true
      state right   = true
    }
    network foreman: juror -> juror = tree(branching: 100, read: parent)
    step court {
      judge  ~ bernoulli(competence)
      heeded ~ bernoulli(heeding)
      called ~ bernoulli(following)
    }
    step juror { opinion ~ bernoulli(competence) }
    step juror {
      if court.heeded { right = court.judge } else {
        if court.called and degree(foreman) > 0 { right = any(foreman.opinion) } else { right = opinion }
      }
    }
    harm wrong = if mean(juror.right) > 0.5 then 0 else 1 limit 20%
    aligned juror = false at most 5%
    run { steps 400  warmup 1  replicates 32  networks 32 }
    """

  // The verdicts of steps are independent. Null: the chances of R26; 400 x 32 verdicts have a standard error of 0.004, so
  // that 0.02 is 4.9 of them (P < 1e-6 either way); a common cause taken for interaction would be off by 0.147.
  @Test(
    "of links do nothing where a common cause makes the harm, and remove it where jurors copy each other"
  )
  func commonCause() throws {
    let common = try Self.report(.compiled(Self.jury, ["heeding": 0.5]))
    let copying = try Self.report(.compiled(Self.jury, ["following": 0.5]))
    let cut = KnockOut.network("foreman")
    let (one, other) = (try #require(common.harms.first), try #require(copying.harms.first))
    for harm in [one, other] {
      #expect(abs(try #require(harm.untouched.mean) - (1 - 0.696878)) < 0.02)
    }
    let idle = try #require(one.idle.first { $0.knockOut == cut })
    #expect(idle.effect?.interval.mean == 0 && idle.effect?.interval.high == 0)
    #expect(idle.pValue == 1 && idle.adjustedPValue == 1)
    let effect = try #require(other.enabling.first { $0.knockOut == cut })
    #expect(abs(try #require(effect.effect?.interval.mean) - 0.5 * (0.843755 - 0.55)) < 0.02)
    #expect(try #require(effect.adjustedPValue) < 1e-6)
    // Alone nobody heeds and nobody follows: the group's knock-out tells company from none, not the two from each other.
    #expect(one.enabling.contains { $0.knockOut == .group("juror") })
  }
}
