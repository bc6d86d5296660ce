// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Testing

@testable import Benchmarks

@Suite("Benchmark cases")
struct BenchmarkCaseTests {
  @Test("each case has a name of its own, a world that compiles, and a digest")
  func listIsWhole() throws {
    #expect(Set(BenchmarkCase.all.map(\.name)).count == BenchmarkCase.all.count)
    for benchmark in BenchmarkCase.all {
      let plan = try Workbench.plan(
        benchmark, root: Repository.root, roundCount: 1, readFile: Repository.bytes)
      #expect(plan.requests.count == benchmark.replicateCount, "\(benchmark.name)")
      #expect(plan.stepCount >= benchmark.answer.stepCount, "\(benchmark.name)")
      #expect(plan.stepCount >= 16 || benchmark.comparisons.isEmpty, "\(benchmark.name)")
      #expect(benchmark.answer.digest.count == 16, "\(benchmark.name)")
      #expect(benchmark.answer.stepCount >= 2 * benchmark.stepsPerRound, "\(benchmark.name)")
    }
  }

  @Test("names choose cases in the order of the list; an unknown one is refused with a suggestion")
  func names() throws {
    #expect(try BenchmarkCase.named([]) == BenchmarkCase.all)
    #expect(try BenchmarkCase.named(["voter", "heat-bath"]).map(\.name) == ["heat-bath", "voter"])
    #expect(throws: BenchmarkError.unknownCase(name: "votr", suggestion: "voter")) {
      try BenchmarkCase.named(["heat-bath", "votr"])
    }
    #expect(
      BenchmarkError.unknownCase(name: "votr", suggestion: "voter").description
        == "no case is called 'votr'; did you mean 'voter'?")
  }

  @Test("several values of a parameter are dealt to the runs in equal shares")
  func settings() throws {
    let benchmark = BenchmarkCase.all[0]
    let plan = try Workbench.plan(
      benchmark, root: Repository.root, roundCount: 1, readFile: Repository.bytes)
    let coupling = plan.worlds[0].parameters.firstIndex { $0.name == "conformity" }!
    #expect(
      plan.requests.map { $0.parameters[coupling] }
        == [0.6, 0.7, 0.8, 0.9].flatMap { Array(repeating: $0, count: 16) })
    var wrong = benchmark
    wrong.settings["conformty"] = [1]
    #expect(throws: BenchmarkError.self) {
      try Workbench.plan(
        wrong, root: Repository.root, roundCount: 1, readFile: Repository.bytes)
    }
  }

  @Test(
    "the answer is the same with any number of rounds and without fast paths, and mutants fail it")
  func answers() throws {
    var small = BenchmarkCase.all[0]
    small.settings["clerks"] = [100]
    small.replicateCount = 8
    small.stepsPerRound = 3
    small.answer.stepCount = 6
    func results(rounds: Int, usesFastPaths: Bool = true) throws -> [RunResult] {
      try Workbench.plan(
        small, root: Repository.root, roundCount: rounds, readFile: Repository.bytes
      ).execute(ExecutionOptions(threadCount: 1, usesFastPaths: usesFastPaths))
    }
    let right = try results(rounds: 1)
    small.answer = Answer(of: right, stepCount: 6)
    try Workbench.check(small, right)
    try Workbench.check(small, try results(rounds: 4))
    try Workbench.check(small, try results(rounds: 1, usesFastPaths: false))

    var lastBit = right
    lastBit[7].series[0][5] = lastBit[7].series[0][5].nextUp
    var exchanged = right
    exchanged.swapAt(0, 1)
    var late = right
    late[3].series[0].removeFirst()
    for mutant in [lastBit, exchanged, late] {
      #expect(throws: BenchmarkError.self) { try Workbench.check(small, mutant) }
    }
    small.settings["conformity"] = [0.91]
    #expect(throws: BenchmarkError.self) {
      try Workbench.check(small, try results(rounds: 1))
    }
  }

  @Test("means differ by six standard errors at most")
  func tolerance() {
    // 6 sqrt(2) 0.57 / 100 = 0.048366.
    #expect(Answer.agrees(0.5, with: 0.5483, agentCount: 10_000))
    #expect(!Answer.agrees(0.5, with: 0.5484, agentCount: 10_000))
    #expect(!Answer.agrees(.nan, with: 0.5, agentCount: 1))
  }
}
