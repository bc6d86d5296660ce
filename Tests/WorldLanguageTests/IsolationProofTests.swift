// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the proof find what links, what conditions and what leaks?

import Testing
import WorldModel

@testable import WorldLanguage

@Suite("The isolation proof")
struct IsolationProofTests {
  private let conformity = ParameterID(5)
  private let solidarity = ParameterID(6)
  private let habituation = ParameterID(7)
  private let fragmentation = ParameterID(8)

  private func proved(_ world: World) throws -> Isolation {
    guard case .proved(let isolation) = IsolationProof.prove(world) else {
      Issue.record("the proof failed")
      throw Unproved()
    }
    return isolation
  }

  private struct Unproved: Error {}

  @Test("in the ministry fragmentation conditions and the other couplings link")
  func ministry() throws {
    let isolation = try proved(IsolationMinistry.world)
    #expect(isolation.linking == [conformity, solidarity, habituation])
    #expect(isolation.conditioning == [fragmentation])
  }

  @Test("alone the ministry's numbness has vanished, and so has every let that read colleagues")
  func folded() throws {
    let isolation = try proved(IsolationMinistry.world)
    let alone = EquationText(isolation.alone).lines(of: isolation.alone.blocks[0])
    #expect(
      alone == [
        "let pull = corrigibility",
        "let push = aversion",
        "obeys ~ bernoulli(logistic((pull - push) / noise))",
      ])
    let unlinked = EquationText(isolation.unlinked).lines(of: isolation.unlinked.blocks[0])
    #expect(unlinked[1] == "let push = aversion * (1 - fragmentation)")
    // Draw sites and indices are those of the world as written.
    #expect(isolation.alone.blocks[0].locals == IsolationMinistry.world.blocks[0].locals)
    #expect(isolation.alone.groups == IsolationMinistry.world.groups)
    #expect(isolation.alone.measures == IsolationMinistry.world.measures)
  }

  @Test("unlinked is alone where no coupling only conditions")
  func unlinkedIsAlone() throws {
    var world = IsolationMinistry.world
    world.parameters[fragmentation.index].offValue = nil
    let isolation = try proved(world)
    #expect(isolation.conditioning.isEmpty)
    #expect(isolation.unlinked == isolation.alone)
  }

  @Test("a habituation that is no coupling leaks, and the path is named")
  func leak() {
    var world = IsolationMinistry.world
    world.parameters[habituation.index].offValue = nil
    guard case .leaks(let diagnostics) = IsolationProof.prove(world) else {
      Issue.record("the leak was not found")
      return
    }
    #expect(diagnostics.count == 1)
    #expect(diagnostics[0].code == "E601")
    #expect(diagnostics[0].message.contains("'clerk.numbness <- desks.obeys'"))
    #expect(
      diagnostics[0].notes.map(\.message).contains("'clerk.obeys' rests on 'clerk.numbness' here"))
  }

  @Test("a world without harm needs no proof")
  func notNeeded() {
    var world = IsolationMinistry.world
    world.measures[0].limit = nil
    guard case .notNeeded = IsolationProof.prove(world) else {
      Issue.record("a proof was made")
      return
    }
  }
}
