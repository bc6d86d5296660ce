// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every world of the gallery show what its claim says?
//
// Null hypothesis of a comparison: the two points have the same mean. Student's test over paired replicates, one-sided,
// at 1e-6 divided by the number of comparisons, so that 1e-6 bounds the chance of any false alarm in the library. With
// 16 replicates and 173 comparisons t must exceed 11.2: the smallest mean difference caught is 2.8 standard deviations
// of the differences. The mutant has no effect: both sides are the point of less, on draws of two seeds.
//
// Null hypothesis of a published figure: our mean is no further from it than its tolerance. Student's test over 24
// replicates of the world as it is, at 1e-6 divided by the number of figures. The mutant is a figure that is four
// tolerances away.

import Foundation
import Statistics
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@Suite("The gallery")
struct GalleryTests {
  /// False-alarm rate of each comparison.
  static let share: Result<Double, any Error> = Result {
    1e-6 / Double(try GalleryEntry.all.reduce(0) { try $0 + $1.claim().comparisons.count })
  }

  @Test("shows the effect of each world", arguments: GalleryEntry.all)
  func effects(entry: GalleryEntry) throws {
    let claim = try entry.claim()
    #expect(!claim.claim.isEmpty && !claim.comparisons.isEmpty)
    #expect(claim.brief.replicates >= 10)
    let share = try Self.share.get()
    var runs = try ClaimRuns(claim)
    var others = try ClaimRuns(claim, seedOffset: 1)
    for comparison in claim.comparisons {
      let means = try runs.means(of: comparison)
      let p = try means.pValue()
      #expect(p <= share, "\(comparison.why): p = \(p), less \(means.less), more \(means.more)")
      let mutant = PairedMeans(
        less: means.less, more: try others.means(of: comparison.lessMeasure, at: comparison.less))
      #expect(try mutant.pValue() > share, "\(comparison.why): the mutant passes")
    }
  }

  @Test("meets each figure that it calls met, on other draws", arguments: GalleryEntry.all)
  func publishedFigures(entry: GalleryEntry) throws {
    let claim = try entry.claim()
    let met = try entry.figuresMet()
    try #require(met.count == claim.published.count)
    let figureCount = try GalleryEntry.all.reduce(0) { try $0 + $1.claim().published.count }
    let share = 1e-6 / Double(figureCount)
    var runs = try ClaimRuns(claim, brief: Claim.Brief(replicates: 24), seedOffset: 2)
    for (figure, isMet) in zip(claim.published, met) where isMet {
      let ours = try RealisationMean(of: runs.means(of: figure.measure, at: figure.at).map { [$0] })
      func pValue(of value: Double) throws -> Double {
        let excess = abs(ours.mean - value) - figure.tolerance
        guard excess > 0 else { return 1 }
        let end = ours.mean > value ? value + figure.tolerance : value - figure.tolerance
        return try #require(try ours.pValue(ofMean: end)) / 2
      }
      #expect(try pValue(of: figure.value) > share, "\(figure.source): \(ours.mean)")
      for shift in [-4, 4] {
        let mutant = figure.value + Double(shift) * figure.tolerance
        #expect(try pValue(of: mutant) <= share, "\(figure.source): \(mutant) passes")
      }
    }
  }

  @Test(
    "has a study without a remark for each world, in the one style", arguments: GalleryEntry.all)
  func studies(entry: GalleryEntry) throws {
    let claim = try entry.claim()
    let path = entry.name + ".study"
    let file = SourceFile(path: path, bytes: try entry.folder.appending(path).contents())
    var worlds: [String] = []
    let compilation = StudyCompiler.compile(
      file, pedantic: true,
      readWorld: { path in
        worlds.append(path)
        return SourceFile(path: path, bytes: try entry.folder.appending(path).contents())
      }, readFile: { path, _ in try entry.folder.appending(path).contents() })
    let remarks = compilation.diagnostics + (compilation.world?.diagnostics ?? [])
    #expect(compilation.checked != nil && remarks.isEmpty, "\(remarks)")
    #expect(worlds == ["../../../" + claim.world])
    #expect(Formatter.format(file).text == String(decoding: file.bytes, as: UTF8.self))
  }

  @Test("has a study that shows what its claim compares first", arguments: GalleryEntry.all)
  func figures(entry: GalleryEntry) throws {
    let first = try #require(try entry.claim().comparisons.first)
    let file = SourceFile(
      path: entry.name + ".study",
      bytes: try entry.folder.appending(entry.name + ".study").contents())
    let checked = try #require(
      StudyCompiler.compile(
        file,
        readWorld: { SourceFile(path: $0, bytes: try entry.folder.appending($0).contents()) },
        readFile: { path, _ in try entry.folder.appending(path).contents() }
      ).checked)
    let shown = checked.study.measures.map { checked.world.together.measures[$0].name }
    #expect(shown.contains(first.moreMeasure), "\(first.moreMeasure) is not among \(shown)")
    // Only what a 'measure' clause names is drawn.
    #expect(String(decoding: file.bytes, as: UTF8.self).contains("\nmeasure \(shown[0])"))
  }

  @Test("holds every row once, and no world twice")
  func rows() throws {
    let claims = try GalleryEntry.all.map { try $0.claim() }
    #expect(claims.map(\.row).sorted() == Array(1...32))
    #expect(Set(claims.map(\.world)).count == claims.count)
  }

  @Test(
    "refuses a claim with a name that its world does not have, or a value that it does not allow",
    arguments: [
      (#""conformity": 1"#, #""conformty": 1"#, "no parameter 'conformty'"),
      (#""conformity": 1"#, #""conformity": 100"#, "conformity cannot be 100.0"),
      (#"["noise"]"#, #"["noise", "nose"]"#, "no free parameter 'nose'"),
      (#""at": {}"#, #""at": { "nose": 1 }"#, "no parameter 'nose'"),
      (#""clerks": 50"#, #""clerks": 50.5"#, "clerks cannot be 50.5"),
      (#""measure": "complicity", "less""#, #""measure": "harm", "less""#, "no measure 'harm'"),
      (#""measure": "complicity", "at""#, #""measure": "obeys", "at""#, "no measure 'obeys'"),
    ])
  func unknownNames(good: String, bad: String, words: String) throws {
    let text = """
      { "row": 1, "world": "Worlds/ministry.world", "claim": "c",
        "comparisons": [
          { "measure": "complicity", "less": { "conformity": 1 }, "more": {}, "why": "w" }
        ],
        "published": [
          { "measure": "complicity", "at": {}, "value": 1, "tolerance": 1, "kind": "calibrated",
            "free": ["noise"], "source": "s" }
        ],
        "brief": { "set": { "clerks": 50 } } }
      """
    let world = try CheckedWorld.compiled(
      at: GalleryEntry.package.appending("Worlds/ministry.world")
    ).together
    func claim(_ text: String) throws -> Claim {
      try JSONDecoder().decode(Claim.self, from: Data(text.utf8))
    }
    try claim(text).check(against: world)
    let broken = text.replacingOccurrences(of: good, with: bad)
    #expect(broken != text)
    let failure = #expect(throws: ClaimFailure.self) { try claim(broken).check(against: world) }
    #expect(failure?.description == words)
  }

  @Test("refuses a claim with a word that it does not know")
  func unknownKey() {
    let text = """
      { "row": 1, "world": "w", "claim": "c", "comparison": [], "comparisons": [] }
      """
    #expect(throws: ClaimFailure.self) {
      try JSONDecoder().decode(Claim.self, from: Data(text.utf8))
    }
  }
}
