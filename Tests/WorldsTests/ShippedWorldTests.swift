// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every world that is shipped prove its isolation and run? That all compile without a remark and are in the one
// style is asked where the language is tested.

import Engine
import TestSupport
import Testing
import WorldModel

@Suite("The worlds shipped")
struct ShippedWorldTests {
  @Test("take a few steps, and a harm has its proof", arguments: ShippedWorlds.all)
  func run(name: String) throws {
    let checked = try CheckedWorld.compiled(at: ShippedWorlds.folder.appending(name))
    let world = checked.together
    #expect((checked.isolation != nil) == world.measures.contains(where: \.isHarm))
    let results = try RunPlan(
      worlds: [world],
      requests: [
        RunRequest(
          worldIndex: 0, parameters: world.parameters.map(\.defaultValue), networkIndex: 0,
          replicateIndex: 0)
      ], seed: world.settings.seed, stepCount: 3
    ).execute(ExecutionOptions(threadCount: 1))
    #expect(results.count == 1 && results[0].failure == nil && results[0].stepsRun >= 1)
  }

  @Test("include the library's folders, each world with a claim")
  func claimed() throws {
    let library = Set(
      ShippedWorlds.all.filter { !$0.hasPrefix("Reference/") && !$0.hasPrefix("Null/") }
        .map { "Worlds/" + $0 })
    let claimed = Set(try GalleryEntry.all.map { try $0.claim().world })
    #expect(library == claimed)
  }
}
