// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a folded program run as the world it came from, to the bit?
//
// Alone is by definition the same world with the same draws and every coupling at its off value. The world as written,
// run at the off values, must therefore give the same bits as the folded program run with any values of the couplings.

import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Engine

@Suite("Folded programs")
struct FoldedProgramTests {
  static let cases = GoldenCase.all(in: "../WorldLanguageTests/Golden/Isolation/passing")

  private func isolated(_ golden: GoldenCase) throws -> (World, Isolation) {
    let folder = SourceFolder(of: #filePath).appending("../WorldLanguageTests/Golden/Isolation")
    let world = try CheckedWorld.compiled(
      String(decoding: golden.input, as: UTF8.self), in: folder)
    return (world.together, try #require(world.isolation))
  }

  /// Returns the bits of every member of every agent after each step, and of every measure.
  private func bits(_ world: World, setting: [String: Double]) throws -> [[UInt64]] {
    let results = try run(
      world, steps: 12, replicates: 2, networks: 2, setting: setting,
      observation: .snapshots(every: 1))
    return results.flatMap { result -> [[UInt64]] in
      #expect(result.failure == nil)
      let members = result.snapshots.flatMap { $0.columns.flatMap { $0 } }
      return (result.series + members).map { $0.map(\.bitPattern) }
    }
  }

  @Test("alone runs as together with every coupling off", arguments: cases)
  func alone(golden: GoldenCase) throws {
    let (world, isolation) = try isolated(golden)
    var off: [String: Double] = [:]
    for parameter in world.parameters { off[parameter.name] = parameter.offValue }
    #expect(try bits(isolation.alone, setting: [:]) == bits(world, setting: off))
  }

  @Test("unlinked runs as together with the linking couplings off", arguments: cases)
  func unlinked(golden: GoldenCase) throws {
    let (world, isolation) = try isolated(golden)
    var off: [String: Double] = [:]
    for id in isolation.linking {
      off[world.parameters[id.index].name] = world.parameters[id.index].offValue
    }
    #expect(try bits(isolation.unlinked, setting: [:]) == bits(world, setting: off))
  }
}
