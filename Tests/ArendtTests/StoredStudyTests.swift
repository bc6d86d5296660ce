// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a store stand for by itself, and what may be edited beside it?

import Foundation
import Testing

@Suite("The study of a store")
struct StoredStudyTests {
  /// The small ministry on desks that stand in a file.
  private static let filed = SmallWorld.ministry.replacing(
    "small_world(degree: 4, rewiring: 0.1)", with: "file(\"office/desks.csv\", directed: false)"
  ).replacing("mean(desks.obeys)", with: "mean(desks.obeys else 0)")

  /// Forty desks in a ring.
  private static let desks =
    "from,to\n" + (0..<40).map { "\($0),\(($0 + 1) % 40)\n" }.joined()

  private func explanation(_ folder: String) throws -> String {
    let outcome = try Program.run(["explain", "small.store", "--quiet"], in: folder)
    #expect(outcome.status == 0, "\(outcome.words)")
    return outcome.output
  }

  @Test("is drawn and explained without the study, the world and the files that it names")
  func files() throws {
    let study = SmallStudy.text + "attribute complicity\n"
    try SmallStudy.inFolder(study: study, world: Self.filed) { folder in
      let files = FileManager.default
      try files.createDirectory(
        atPath: folder + "/office", withIntermediateDirectories: true)
      try Self.desks.write(
        toFile: folder + "/office/desks.csv", atomically: true, encoding: .utf8)
      #expect(try SmallStudy.runsMade(["small.study"], in: folder) > 0)
      let (table, words) = (try SmallStudy.csv("small.store", in: folder), try explanation(folder))
      for name in ["office", "small.world", "small.study"] {
        try files.removeItem(atPath: folder + "/" + name)
      }
      #expect(try SmallStudy.csv("small.store", in: folder) == table)
      #expect(try explanation(folder) == words)
      // Merged into another store it is the same.
      #expect(try Program.run(["merge", "b.store", "small.store"], in: folder).status == 0)
      #expect(try SmallStudy.csv("b.store", in: folder) == table)
    }
  }

  @Test("limits, ranges and allowances may be edited: no run is made again, and verdicts follow")
  func limits() throws {
    try SmallStudy.inFolder { folder in
      func sweep(_ world: String) throws -> (runs: Int, updates: Int, table: String) {
        try world.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
        let summary = try SmallStudy.object(["sweep", "small.study", "--quiet"], in: folder)
        return (
          try #require(summary["runs"] as? Int), try #require(summary["agentUpdates"] as? Int),
          try SmallStudy.csv("small.store", in: folder)
        )
      }
      let first = try sweep(SmallWorld.ministry)
      #expect(first.runs > 0)
      for (old, new) in [
        ("limit 5%", "limit 30%"), ("for all but 1%", "for all but 40%"),
        ("2.0 in 0...6", "2.0 in 0...7"), ("40 in 10...1_000", "40 in 20...1_000"),
        ("harm complicity = mean(clerk.obeys)", "harm complicity = mean(clerk.obeys) in 0...1"),
      ] {
        let edited = try sweep(SmallWorld.ministry.replacing(old, with: new))
        #expect(edited.runs == 0 && edited.updates == 0, "\(new)")
        #expect((edited.table != first.table) == new.contains("%"), "\(new)")
      }
      // What the tallies count is made again, by runs that the store holds.
      let tallied = try sweep(
        SmallWorld.ministry.replacing("obeys at most 5%", with: "obeys at most 6%"))
      #expect(tallied.runs == 0 && tallied.updates > 0 && tallied.updates < first.updates)
      let again = try sweep(SmallWorld.ministry)
      #expect(again.runs == 0 && again.updates == 0 && again.table == first.table)
    }
  }
}
