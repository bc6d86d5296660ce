// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the options of a sweep tell the study that a file would, and refuse what it would refuse?

import Testing
import WorldLanguage
import WorldModel

@testable import arendt

@Suite("Studies on the command line")
struct StudyOptionsTests {
  private static let world: CheckedWorld = {
    let file = SourceFile(path: "small.world", text: SmallWorld.ministry)
    let compilation = WorldCompiler.compile(file) { _ in [] }
    guard let checked = compilation.checked else { preconditionFailure("the world compiles") }
    return checked
  }()

  private func study(_ arguments: [String]) throws -> CheckedStudy {
    try StudyOptions.parse(arguments).study(of: Self.world, path: "small.world")
  }

  private func compiled(_ text: String) throws -> CheckedStudy {
    let result = StudyCompiler.compile(
      SourceFile(path: "s.study", text: text),
      readWorld: { SourceFile(path: $0, text: SmallWorld.ministry) },
      readFile: { _, _ in [] })
    return try #require(result.checked, "\(result.diagnostics)")
  }

  @Test("every clause as an option makes the study that the file makes, and the text of it does")
  func equal() throws {
    let told = try study([
      "--vary", "conformity=0...4/5", "--vary", "noise=log:0.1...1/3", "--panel", "conscience=1,2",
      "--set", "obeying_first=0.5", "--measure", "complicity", "--refine", "1%", "--scale",
      "clerks=20,40,80", "--along", "conformity", "--ramp", "conformity=0...4/9", "--holding",
      "20,5", "--release", "conformity=0@30", "--attribute", "complicity", "--export", "a/b",
      "--steps", "60", "--replicates", "12", "--seed", "7",
    ])
    let text = """
      study "Small Ministry" of "small.world"
      vary conformity over 0...4 in 5
      vary noise log over 0.1...1 in 3
      panel conscience over [1, 2]
      set obeying_first = 0.5
      measure complicity
      refine boundary to 0.01
      scale clerks over [20, 40, 80] along conformity
      ramp conformity over 0...4 in 9 there and back holding 5, 20
      release conformity to 0 at 30
      attribute complicity
      export "a/b"
      steps 60
      replicates 12
      seed 7

      """
    var written = try compiled(text).study
    written.documentation = told.study.documentation
    #expect(told.study == written)
    let kept = try compiled(StudyText.text(of: told))
    #expect(kept.study == told.study, "\(StudyText.text(of: told))")
  }

  @Test("no option at all is the one point of the world with every harm")
  func bare() throws {
    let bare = try study([]).study
    #expect(bare.pointCount == 1 && bare.measures.count == 1)
    #expect(try compiled(StudyText.text(of: try study([]))).study == bare)
  }

  @Test(
    "what a file would refuse is refused with the same words and status 64",
    arguments: [
      (
        ["--vary", "noise=0.1...1/3", "--set", "noise=0.2"],
        "'--vary noise=0.1...1/3': 'vary' and 'set' both give 'noise' its values"
      ),
      (
        ["--vary", "noise=0.1,1", "--vary", "conscience=1,2", "--vary", "conformity=1,2"],
        "'--vary conformity=1,2': a diagram has at most two axes, and 'conformity' is a third; "
          + "repeat the diagram for its values with 'panel'"
      ),
      (
        ["--refine", "0.01"],
        "'--refine 0.01': 'refine' follows the boundary along the axes, and there is none; add 'vary'"
      ),
      (["--refine", "x"], "'--refine x': 'x' is not a number"),
      (
        ["--scale", "clerks=20,40,80", "--along", "conformity"],
        "'--scale clerks=20,40,80 --along conformity': neither 'vary' nor 'panel' gives 'conformity' values to go along"
      ),
      (["--ramp", "clerks=20,40,80"], "'clerks' shapes sizes, networks or periods"),
      (["--release", "conformity=0@60"], "'release' is at a whole step in 1...59, found 60"),
      (["--attribute", "complicty"], "no harm is called 'complicty'; did you mean 'complicity'?"),
      (["--measure", "zzz"], "no measure is called 'zzz'"),
      (["--export", "../x"], "'--export ../x': 'export' takes the name of files beside the study"),
      (["--ramp", "conformity=0...4/5", "--holding", "0"], "'holding' takes whole numbers"),
      (["--vary", "nois=0...1/2"], "no parameter is called 'nois'; did you mean 'noise'?"),
    ])
  func refused(arguments: [String], message: String) throws {
    let failure = #expect(throws: CommandFailure.self) {
      _ = try study(arguments + ["--steps", "60"])
    }
    #expect(failure?.status == .usage)
    #expect(failure?.message?.contains(message) == true, "\(failure?.message ?? "")")
  }

  @Test("beside a study settings of runs may be given, clauses may not")
  func beside() throws {
    let base = try compiled(
      "study \"S\" of \"w\"\nsteps 60\nrelease conformity to 0 at 30\n")
    let more = try StudyOptions.parse(["--replicates", "99"]).applied(to: base)
    #expect(more.study.settings.replicates == 99 && more.study.settings.steps == 60)
    for arguments in [["--vary", "noise=0.1,1"], ["--set", "noise=1"], ["--steps", "30"]] {
      let failure = #expect(throws: CommandFailure.self) {
        _ = try StudyOptions.parse(arguments).applied(to: base)
      }
      #expect(failure?.status == .usage)
    }
  }
}
