// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing
import WorldModel

@testable import arendt

@Suite("arendt explain")
struct ExplainCommandTests {
  private func ministry(
    _ arguments: [String], body: (Program.Outcome, String) throws -> Void
  ) throws {
    try SmallWorld.withMinistry("explain", arguments, body: body)
  }

  private func harm(_ outcome: Program.Outcome) throws -> [String: Any] {
    let harms = try SmallWorld.object(outcome.output)["harms"] as? [String: [String: Any]]
    return try #require(harms?["complicity"])
  }

  @Test("without a part named it attributes, knocks out and tests robustness, after the verdict")
  func defaults() throws {
    try ministry(["--quiet"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      for words in [
        "complicity: ", "What each coupling adds to complicity", "conformity and fragmentation",
        "What complicity owes to groups, agents and links", "all of clerk acting alone",
        "all links of desks", "Robustness of complicity: ", "sequential updates",
        "Early warnings of complicity: ",
        "The verdict stands for a limit",
      ] {
        #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
      }
      for words in ["Hysteresis", "Release of", "Transition of", "Not made"] {
        #expect(!outcome.output.contains(words), "\(words): \(outcome.output)")
      }
      #expect(outcome.words.isEmpty, "\(outcome.words)")
    }
  }

  @Test("the names of the JSON are those of the contract, null where a part was not asked for")
  func contract() throws {
    try ministry([
      "--quiet", "--format", "json", "--attribute", "complicity", "--ramp", "conformity=0...4/3",
      "--holding", "2,4",
    ]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      let harm = try harm(outcome)
      #expect(
        Set(harm.keys) == [
          "verdict", "robustness", "transition", "hysteresis", "release", "attribution",
          "knockOuts", "earlyWarning",
        ])
      for part in ["robustness", "transition", "release", "knockOuts", "earlyWarning"] {
        #expect(harm[part] is NSNull, "\(part)")
      }
      let attribution = try #require(harm["attribution"] as? [String: Any])
      #expect(Set(attribution.keys) == ["total", "couplings", "interactions"])
      let couplings = try #require(attribution["couplings"] as? [[String: Any]])
      #expect(couplings.map { $0["name"] as? String } == ["conformity", "fragmentation"])
      let total = try #require((attribution["total"] as? [String: Any])?["value"] as? Double)
      let sum = couplings.compactMap { $0["value"] as? Double }.reduce(0, +)
      #expect(abs(total - sum) < 1e-12)
      let hysteresis = try #require(harm["hysteresis"] as? [String: Any])
      #expect((hysteresis["loops"] as? [[String: Any]])?.count == 2)
    }
  }

  @Test("the bytes are the same for 1, 2 and 7 threads")
  func sameBytes() throws {
    var outputs: Set<String> = []
    for threads in [1, 2, 7] {
      try ministry([
        "--quiet", "--format", "json", "--threads", "\(threads)", "--attribute", "complicity",
        "--knock-outs", "--release", "conformity=0@30",
      ]) { outcome, _ in
        #expect(outcome.status == 0, "\(outcome.words)")
        outputs.insert(outcome.output)
      }
    }
    #expect(outputs.count == 1)
  }

  @Test("a measure of a world without harm can be looked at")
  func withoutHarm() throws {
    let world = Program.package + "Worlds/Reference/curie-weiss.world"
    let outcome = try Program.run([
      "explain", world, "--quiet", "--format", "json", "--scale", "spins=8,16,32", "--vary",
      "conformity=0.5...1.5/5", "--measure", "magnetisation", "--steps", "60", "--warmup", "10",
      "--replicates", "4",
    ])
    #expect(outcome.status == 0, "\(outcome.words)")
    let measures = try #require(
      try SmallWorld.object(outcome.output)["measures"] as? [String: [String: Any]])
    let transition = try #require(measures["magnetisation"]?["transition"] as? [String: Any])
    #expect((transition["sizes"] as? [[String: Any]])?.count == 3)
    #expect((transition["answer"] as? String)?.isEmpty == false)
  }

  @Test(
    "what does not fit is refused with status 64 before anything runs",
    arguments: [
      (["--attribute", "complicty"], "no harm is called 'complicty'; did you mean 'complicity'?"),
      (["--scale", "clerks=20,40"], "--scale compares sizes along an axis; add --vary"),
      (["--vary", "conformity=0...4/5"], "--vary is the axis of --scale"),
      (["--holding", "5"], "--holding says how long --ramp holds each value"),
      (["--measure", "complicity"], "--measure chooses what --scale and --ramp look at"),
      (
        ["--ramp", "conformity=0...4/5", "--measure", "stalwart"],
        "no measure is called 'stalwart'; did you mean 'stalwarts'?"
      ),
      (["--ramp", "clerks=10,20,30"], "'clerks' shapes sizes, networks or periods"),
      (["--ramp", "conformity=0...4/2"], "values of 'conformity': at least 3 are needed, not 2"),
      (["--ramp", "conformity=2,1,3"], "1 stands after 2; values rise, each once"),
      (
        ["--scale", "clerks=20,40", "--vary", "conformity=0...4/5"],
        "sizes: at least 3 are needed, not 2"
      ),
      (
        ["--ramp", "conformity=0...4/5", "--holding", "5,x"],
        "'--holding 5,x': 'x' is no number of steps"
      ),
      (["--release", "conformity=0@60"], "60 is out of range for 'step of the release'"),
      (["--release", "conformity=9@6"], "9 is out of range for 'conformity'"),
      (
        ["--scale", "conformity=1,2,3", "--vary", "clerks=20...60/5"],
        "'conformity' sets no size; --scale takes a parameter declared 'count'"
      ),
      (
        ["--scale", "clerks=20,30,40", "--vary", "clerks=20...60/5"],
        "'clerks' cannot be both the size of --scale and what --vary moves"
      ),
      (["--time", "soon"], "The value 'soon' is invalid for '--time <time>'"),
    ])
  func refused(arguments: [String], message: String) throws {
    try ministry(["--quiet"] + arguments) { outcome, _ in
      #expect(outcome.status == 64, "\(outcome.words)")
      #expect(outcome.words.contains(message), "\(outcome.words)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("a world without harm has nothing to explain but measures")
  func noHarm() throws {
    let world = Program.package + "Worlds/Reference/curie-weiss.world"
    let outcome = try Program.run(["explain", world])
    #expect(outcome.status == 64)
    #expect(outcome.words.contains("declares no harm"), "\(outcome.words)")
  }

  @Test("--dry-run tells what each part needs and runs nothing")
  func dryRun() throws {
    try ministry(["--dry-run", "--format", "json"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      let parts = try SmallWorld.object(outcome.output)
      #expect(Set(parts.keys) == ["verdict", "attribution", "knock-outs", "robustness"])
      let attribution = try #require(parts["attribution"] as? [String: Any])
      #expect(attribution["runs"] as? Int == 4 * 12)
    }
  }

  @Test("what fails in one part takes nothing from the others, and the status is 2")
  func failingPart() throws {
    try Scratch.folder { folder in
      // Only the transition asks for more than sixty clerks, for which there is no root.
      let world = SmallWorld.ministry.replacingOccurrences(
        of: "let pull = 0.6 +", with: "let pull = sqrt(60 - size(clerk)) * 0 + 0.6 +")
      try world.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      let outcome = try Program.run(
        [
          "explain", "small.world", "--quiet", "--format", "json", "--attribute", "complicity",
          "--scale", "clerks=20,40,80", "--vary", "conformity=0...4/5",
        ], in: folder)
      #expect(outcome.status == 2, "\(outcome.words)")
      let harm = try harm(outcome)
      #expect(harm["verdict"] is String && harm["attribution"] is [String: Any])
      let left = try #require(
        try SmallWorld.object(outcome.output)["leftOut"] as? [[String: String]])
      #expect(left.map { $0["part"] } == ["transition"])
      #expect(left.first?["reason"]?.contains("is not finite") == true, "\(left)")
    }
  }

  @Test("numbers too large to count are refused for their memory, not trapped")
  func enormous() throws {
    let world = Program.package + "Worlds/ministry.world"
    let outcome = try Program.run([
      "run", world, "--steps", "2000000000", "--set", "clerks=100000000", "--quiet",
    ])
    #expect(outcome.status == 2 && outcome.words.contains("of memory"), "\(outcome.words)")
  }

  @Test("time that is too short leaves parts out and says so; the verdict stands")
  func shortTime() throws {
    try ministry(["--quiet", "--format", "json", "--time", "0.000001"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      let harm = try harm(outcome)
      #expect(harm["verdict"] is String)
      #expect(harm["attribution"] is NSNull)
      let left = try #require(
        try SmallWorld.object(outcome.output)["leftOut"] as? [[String: String]])
      #expect(left.map { $0["part"] } == ["attribution", "knock-outs", "robustness"])
      #expect(left.allSatisfy { $0["reason"]?.isEmpty == false })
    }
  }
}

@Suite("Budgets of time")
struct ExplanationBudgetTests {
  private var settings: RunSettings { RunSettings(replicates: 64, networks: 16) }

  @Test("without an end, and where the time suffices, nothing is changed")
  func enough() throws {
    var budget = ExplanationBudget(seconds: nil)
    budget.learn(updates: 1_000, seconds: 1)
    #expect(budget.fitted(settings, updates: 1_000_000, later: 0) == .success(settings))
    budget = ExplanationBudget(seconds: 1_000)
    budget.learn(updates: 1_000, seconds: 1)
    #expect(budget.fitted(settings, updates: 1_000, later: 1_000) == .success(settings))
  }

  @Test("parts share the time by whole rounds of networks, and below these by fewer networks")
  func fewer() throws {
    var budget = ExplanationBudget(seconds: 1_000)
    budget.learn(updates: 1_000, seconds: 1)
    // 2,000 s are needed and just under 1,000 left: just under 32 replicates, so one round of 16.
    var fitted = try budget.fitted(settings, updates: 1_000_000, later: 1_000_000).get()
    #expect(fitted.replicates == 16 && fitted.networks == 16)
    fitted = try budget.fitted(settings, updates: 1_000_000, later: 5_000_000).get()
    #expect(fitted.replicates == 10 && fitted.networks == 10)
  }

  @Test("even the fewest replicates must fit")
  func shortage() throws {
    var budget = ExplanationBudget(seconds: 100)
    budget.learn(updates: 1_000, seconds: 1)
    guard case .failure(let shortage) = budget.fitted(settings, updates: 1_000_000, later: 0)
    else { throw Mismatch() }
    #expect(abs(shortage.needed - 125) < 1e-9 && shortage.remaining <= 100)
  }

  private struct Mismatch: Error {}
}
