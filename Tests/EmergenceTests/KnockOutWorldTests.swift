// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does knocking out nobody leave every bit, and is who is knocked out as alone? Over worlds of every generator, schedule
// and statement: those of the engine's oracle, of the isolation proof, the reference worlds and the ministry.

import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Emergence

@Suite("Knocked-out worlds")
struct KnockOutWorldTests {
  /// A world of a file, at its default parameters.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var checked: CheckedWorld
    var testDescription: String { name }
    var world: World { checked.together }
    var parameters: [Double] { world.parameters.map(\.defaultValue) }
    var sizes: [Int] {
      get throws { try GroupSizes.evaluate(world: world, parameters: parameters) }
    }
  }

  /// Generators and rules that no file has.
  static let texts = [
    "generators": """
    world "Generators"
    agents clerk[40] { state x ~ uniform(low: 0, high: 1) }
    network a: clerk -> clerk = regular(degree: 3)
    network b: clerk -> clerk = scale_free(links: 2)
    network c: clerk -> clerk = configuration(degree ~ poisson(mean: 3))
    network d: clerk -> clerk = blocks(count: 4, inside: 3, outside: 1)
    network e: clerk -> clerk = reverse(c)
    step clerk {
      x = 0.2 * x + 0.2 * (mean(a.x) + min(b.x) + mean(c.x else x) + max(d.x else x)) + 0.1 * sum(e.x)
    }
    measure mean_x = mean(clerk.x)
    """,
    "guards": """
    world "Guards"
    coupling company = 1 in 0...2
    coupling burden  = 0.5 in 0...1
    agents clerk[30] {
      trait strength = 2 - burden
      trait patience ~ gamma(mean: 2 - burden, sd: 0.5)
      state tired    ~ bernoulli(logistic(burden - strength))
      state shaken   ~ bernoulli(0.5 * burden)
      state acts     = false
      state tally    = 0.0
    }
    environment weather[3] { state rain ~ bernoulli(0.5) }
    network office: clerk -> clerk = erdos_renyi(degree: 4)
    step weather { rain ~ bernoulli(0.5) }
    step clerk {
      let load = patience * (1 - burden)
      tally = min(1, 0.1 * sum(weather.rain * load) + 0.1 * company * tally)
    }
    step clerk with probability 1 - 0.5 * burden {
      let near = company * mean(office.acts else 0)
      acts ~ bernoulli(0.01 * patience + 0.3 * near)
    }
    step clerk with probability 0.9 * burden { shaken ~ bernoulli(company * count(office.tired) / 10) }
    step clerk with probability 0.8 {
      let friend ~ pick(office)
      if company * friend.tally > 0.2 { tally = clamp(tally + 0.1 * patience, 0, 1) } else {
        tally = 0.5 * tally + 0.01 * patience / (1 + patience)
      }
      if company > 0 and any(office.tired) { tired ~ bernoulli(0.5) }
    }
    harm action = mean(clerk.acts) limit 30%
    harm account = mean(clerk.tally) limit 0.5
    aligned clerk = acts at most 30% for all but 20%
    """,
  ]

  /// The texts, and every world of the folders with at most 5,000 agents a group.
  static let cases: [Case] = {
    let tests = SourceFolder(of: #filePath)
    let folders = [
      "../EngineTests/OracleWorlds", "../WorldLanguageTests/Golden/Isolation/passing",
      "../../Worlds/Reference", "../../Worlds",
    ]
    let written = texts.keys.sorted().map { name in
      do {
        return Case(name: name, checked: try CheckedWorld.compiled(texts[name] ?? ""))
      } catch { preconditionFailure("\(name): \(error)") }
    }
    return written
      + folders.flatMap { folder in
        tests.appending(folder).names(ending: ".world").compactMap { name in
          let file = tests.appending(folder).appending(name)
          guard var checked = try? CheckedWorld.compiled(at: file) else { return nil }
          checked.together.settings.drawsPacked = false
          checked.isolation?.alone.settings.drawsPacked = false
          let found = Case(name: name, checked: checked)
          guard let sizes = try? found.sizes, sizes.allSatisfy({ $0 <= 5_000 }) else { return nil }
          return found
        }
      }
  }()

  /// The bits of every member of every agent after each step and of every measure, or the failure; one world or one a
  /// network.
  private func bits(
    _ worlds: [World], _ parameters: [Double], memberCounts: [Int]
  ) throws -> [[UInt64]] {
    let plan = RunPlan(
      worlds: worlds,
      requests: (0..<4).map {
        RunRequest(
          worldIndex: worlds.count > 1 ? $0 % 2 : 0, parameters: parameters,
          networkIndex: $0 % 2, replicateIndex: $0 / 2, observation: .snapshots(every: 1))
      }, seed: 7, stepCount: 5)
    return try RunPlan.execute(plan).flatMap { result -> [[UInt64]] in
      if let failure = result.failure { return [failure.reason.utf8.map { UInt64($0) }] }
      let members = result.snapshots.flatMap { snapshot in
        zip(snapshot.columns, memberCounts).flatMap { $0.prefix($1) }
      }
      return (result.series + members).map { $0.map(\.bitPattern) }
    }
  }

  private func bits(_ one: Case, _ worlds: [World]) throws -> [[UInt64]] {
    try bits(worlds, one.parameters, memberCounts: one.world.groups.map(\.members.count))
  }

  @Test("there are worlds of every schedule and generator")
  func coverage() {
    let blocks = Self.cases.flatMap(\.world.blocks)
    for schedule in [Schedule.synchronous, .sequential, .shuffled] {
      #expect(blocks.contains { $0.schedule == schedule })
    }
    #expect(blocks.contains { if case .partial = $0.schedule { true } else { false } })
    #expect(blocks.contains { $0.every != nil })
    let names = Self.cases.flatMap(\.world.networks).map { network in
      String(String(describing: network.generator).prefix { $0 != "(" })
    }
    #expect(Set(names).count == 17, "\(Set(names).sorted())")
    #expect(Self.cases.count >= 40 && Self.cases.count { $0.checked.isolation != nil } >= 10)
  }

  @Test("with no link cut have every bit of the world as written", arguments: cases)
  func noLinkCut(_ one: Case) throws {
    let sizes = try one.sizes
    func links(_ network: NetworkID, _ realisation: Int) throws -> Adjacency {
      try NetworkBuilder.build(
        network: network, world: one.world, parameters: one.parameters, sizes: sizes, seed: 7,
        networkIndex: realisation)
    }
    let untouched = try bits(one, [one.world])
    for network in one.world.networks.indices.map({ NetworkID($0) })
    where !one.world.isComplete(network) {
      let worlds = try (0..<2).map { g in
        try one.world.replacingLinks(
          of: network, by: links(network, g).edgeList(named: "own")
        ) { try links($0, g) }
      }
      #expect(worlds[0] != one.world)
      #expect(try bits(one, worlds) == untouched, "\(one.world.networks[network.index].name)")
    }
  }

  @Test(
    "with nobody knocked out have every bit, with everybody those of the group", arguments: cases)
  func nobody(_ one: Case) throws {
    guard let alone = one.checked.isolation?.alone else { return }
    let sizes = try one.sizes
    let untouched = try bits(one, [one.world])
    for group in one.world.groups.indices.map({ GroupID($0) }) where sizes[group.index] > 0 {
      let size = sizes[group.index]
      let nobody = try one.world.knockingOut([], of: group, size: size, by: alone)
      #expect(try bits(one, [nobody]) == untouched, "\(one.world.groups[group.index].name)")
      let all = try one.world.knockingOut(Array(0..<size), of: group, size: size, by: alone)
      let whole = one.world.replacing(group, by: alone)
      #expect(
        try bits(one, [all]) == bits(one, [whole]), "\(one.world.groups[group.index].name)")
    }
  }

  @Test("with every group knocked out are the world alone", arguments: cases)
  func everyGroup(_ one: Case) throws {
    guard let alone = one.checked.isolation?.alone else { return }
    let all = one.world.groups.indices.reduce(one.world) { $0.replacing(GroupID($1), by: alone) }
    #expect(try bits(one, [all]) == bits(one, [alone]))
  }

  // A folded program with the values that the world has anyway is the same rule: whoever takes it, no bit may move. In
  // this way worlds without a proof take part, with guards around all their statements.
  @Test("keep every bit when some take another form of the same rules", arguments: cases)
  func sameRules(_ one: Case) throws {
    let sizes = try one.sizes
    var values: [ParameterID: Double] = [:]
    for index in one.world.parameters.indices {
      values[ParameterID(index)] = one.world.parameters[index].defaultValue
    }
    let folded = one.world.folded(substituting: values)
    let untouched = try bits(one, [one.world])
    for group in one.world.groups.indices.map({ GroupID($0) }) where sizes[group.index] > 0 {
      let size = sizes[group.index]
      let some = stride(from: 0, to: size, by: 2).map { $0 }
      guard let guarded = try? one.world.knockingOut(some, of: group, size: size, by: folded) else {
        // Periods made of parameters are literals in a folded program.
        #expect(one.world.blocks.contains { $0.every != nil })
        continue
      }
      #expect(try bits(one, [guarded]) == untouched, "\(one.world.groups[group.index].name)")
    }
  }

  // The only way by which clerks read each other is cut, and its mean has no `else`.
  @Test("cut off from everybody act unlinked, some of them as some of them")
  func cutOff() throws {
    let one = try #require(Self.cases.first { $0.name == "ministry.world" })
    let unlinked = try #require(one.checked.isolation?.unlinked)
    let desks = NetworkID(0)
    let guarded = try one.world.standingIn(for: desks, by: unlinked).get()
    #expect(guarded != one.world)
    #expect(try bits(one, [guarded]) == bits(one, [one.world]), "nobody is cut off yet")
    let links = try NetworkBuilder.build(
      network: desks, world: one.world, parameters: one.parameters, sizes: one.sizes, seed: 7,
      networkIndex: 0)
    let none = guarded.replacingLinks(
      of: desks, by: links.edgeList(named: "none") { _, _ in false }
    ) { _ in links }
    #expect(try bits(one, [none]) == bits(one, [unlinked]))
    let few = links.edgeList(named: "few") { _, read in read < 500 }
    let parts = guarded.replacingLinks(of: desks, by: few) { _ in links }
    let failures = try bits(one, [parts]).filter { $0.count < 100 }
    #expect(Set(few.from).count < 2_000 && failures.allSatisfy { $0.count == 5 }, "no run failed")
  }

  @Test("are made of every world with a proof, and none of them fails", arguments: cases)
  func everyWorld(_ one: Case) throws {
    guard one.checked.isolation != nil else { return }
    var settings = one.world.settings
    (settings.steps, settings.replicates, settings.networks) = (3, 2, 2)
    (settings.warmup, settings.starts) = (0, nil)
    let cell = try Cell(world: one.checked, parameters: one.parameters, settings: settings)
    let report = try KnockOutDesign(cell).run(executing: RunPlan.execute)
    for refused in report.notExamined {
      if case .runFailed(let description, _) = refused.obstacle {
        Issue.record("\(refused.knockOut): \(description)")
      }
    }
    let attribution = try AttributionDesign(cell).run(executing: RunPlan.execute)
    for harm in attribution.harms {
      guard let total = harm.total?.interval.mean else { continue }
      let sum = harm.couplings.reduce(0) { $0 + ($1.value.interval.mean ?? .nan) }
      #expect(abs(sum - total) <= 1e-12 * max(1, abs(total)), "\(harm.name)")
    }
  }
}
