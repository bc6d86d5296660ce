// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the compiler promise the right numbers of neighbours? Where it lets a mean do without `else` no generated agent may be
// without neighbours, and where it lets a network be read without an aggregate each has exactly one.

import Testing
import WorldLanguage
import WorldModel

@testable import Engine

@Suite("Promises about neighbours")
struct NeighbourPromiseTests {
  private static let within = [
    "complete()", "ring(degree: 2)", "ring(degree: k)", "lattice(dimensions: 1)",
    "lattice(dimensions: 2, neighbours: 8)", "lattice(dimensions: 1, periodic: false)",
    "small_world(degree: 2, rewiring: 1)", "small_world(degree: k, rewiring: 0.5)",
    "erdos_renyi(degree: 1)", "regular(degree: 1)", "regular(degree: k)", "scale_free(links: 1)",
    "scale_free(links: k)", "configuration(degree = 1)", "configuration(degree = mod(index, 2))",
    "configuration(degree = 1 + mod(index, 2))", "configuration(degree ~ poisson(mean: 1))",
    "blocks(count: 2, inside: 0.5, outside: 0.5)", "teams(size: 1)", "teams(size: 2)",
    "teams(size: k)", "tree(branching: 2)", "tree(branching: 2, read: children)",
    "tree(branching: 3, read: both)", "pipeline()", "pipeline(read: next)", "pipeline(read: both)",
    "pipeline(length: 2, read: both)", "pipeline(length: 1, read: both)", "star()",
  ]
  private static let between = [
    "complete()", "bipartite(degree: 1)", "bipartite(degree: k)", "assigned(each: 1)",
    "assigned(each: k)",
  ]
  private static let sizes = ["n", "n + 1", "2", "1", "6"]

  @Test("hold for all generators, sizes and reversals")
  func promises() throws {
    var tally = (means: 0, refusedMeans: 0, soles: 0, refusedSoles: 0, built: 0)
    for reader in Self.sizes {
      for generator in Self.within {
        try check("agent -> agent = \(generator)", sizes: (reader, "3"), isReversed: false, &tally)
        try check("agent -> agent = \(generator)", sizes: (reader, "3"), isReversed: true, &tally)
      }
      for read in Self.sizes {
        for generator in Self.between {
          for isReversed in [false, true] {
            try check(
              "agent -> other = \(generator)", sizes: (reader, read), isReversed: isReversed, &tally
            )
          }
        }
      }
    }
    #expect(tally.means > 100 && tally.refusedMeans > 100, "\(tally)")
    #expect(tally.soles > 20 && tally.refusedSoles > 100, "\(tally)")
    #expect(tally.built > 400, "\(tally)")
  }

  private func check(
    _ network: String, sizes: (String, String), isReversed: Bool,
    _ tally: inout (means: Int, refusedMeans: Int, soles: Int, refusedSoles: Int, built: Int)
  ) throws {
    let ends = network.contains("-> agent") ? ("agent", "agent") : ("agent", "other")
    let reader = isReversed ? ends.1 : ends.0
    let name = isReversed ? "turned" : "links"
    func world(reading value: String) -> World? {
      let text = """
        world "W"
        parameter n: count = 4 in 0...9
        parameter k: count = 1 in 0...4
        agents agent[\(sizes.0)] {
          state x = 0.0
        }
        agents other[\(sizes.1)] {
          state x = 0.0
        }
        network links: \(network)
        network turned: \(ends.1) -> \(ends.0) = reverse(links)
        step \(reader) {
          x = \(value)
        }

        """
      let file = SourceFile(path: "w.world", text: text)
      return WorldCompiler.compile(file) { _ in throw PlanError.cancelled }.checked?.together
    }
    guard let plain = world(reading: "1") else { return }
    let (mean, sole) = (world(reading: "mean(\(name).x)"), world(reading: "\(name).x"))
    let place = "\(network), sizes \(sizes), \(name)"
    if mean == nil { tally.refusedMeans += 1 } else { tally.means += 1 }
    if sole == nil { tally.refusedSoles += 1 } else { tally.soles += 1 }
    guard mean != nil || sole != nil else { return }
    for n in 0...9 {
      for k in 0...4 {
        let values = [Double(n), Double(k)]
        guard let counts = try? GroupSizes.evaluate(world: plain, parameters: values) else {
          continue
        }
        for realisation in 0..<2 {
          guard
            let links = try? NetworkBuilder.build(
              network: NetworkID(isReversed ? 1 : 0), world: plain, parameters: values,
              sizes: counts, seed: 7, networkIndex: realisation)
          else { continue }
          tally.built += 1
          for agent in 0..<links.readerCount {
            let degree = links.degree(of: agent)
            if mean != nil {
              #expect(degree >= 1, "n = \(n), k = \(k), agent \(agent) of \(place)")
            }
            if sole != nil {
              #expect(degree == 1, "n = \(n), k = \(k), agent \(agent) of \(place)")
            }
          }
        }
      }
    }
  }
}
