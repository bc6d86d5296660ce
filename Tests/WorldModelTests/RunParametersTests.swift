// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing
import WorldModel

@Suite("The parameters that a run reads")
struct RunParametersTests {
  @Test("are those of a folded program, so that couplings that are off are not among them")
  func folded() throws {
    let world = try CheckedWorld.compiled(
      at: SourceFolder(of: #filePath).appending("../../Worlds/ministry.world"))
    func names(_ world: World) -> [String] {
      world.runParameters.map { world.parameters[$0.index].name }
    }
    let isolation = try #require(world.isolation)
    let all = world.together.parameters.map(\.name)
    #expect(names(world.together) == all)
    let couplings = ["conformity", "solidarity", "habituation", "fragmentation"]
    #expect(names(isolation.alone) == all.filter { !couplings.contains($0) })
    #expect(names(isolation.unlinked).contains("fragmentation"))
    #expect(!names(isolation.unlinked).contains("conformity"))
  }
}
