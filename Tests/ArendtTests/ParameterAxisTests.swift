// SPDX-License-Identifier: GPL-3.0-or-later

import Testing
import WorldModel

@testable import arendt

@Suite("Axes and releases on the command line")
struct ParameterAxisTests {
  private var world: World { ParameterSettingsTests.world }

  @Test("even steps, steps even in the logarithm and lists end where they were told to")
  func values() throws {
    let even = try ParameterAxis("conformity=1...4/4", option: "--ramp", of: world)
    #expect(even.values == [1, 2, 3, 4] && even.parameter.index == 2)
    let log = try ParameterAxis("noise=log:0.02...2/3", option: "--vary", of: world)
    #expect(log.values.count == 3 && log.values[0] == 0.02 && log.values[2] == 2)
    #expect(log.values[1] == 0.2 && log.isLogarithmic)
    let list = try ParameterAxis("clerks=20,500, 1_000", option: "--scale", of: world)
    #expect(list.values == [20, 500, 1_000])
    #expect(try ParameterAxis("noise=7%", option: "--vary", of: world).values == [0.07])
  }

  @Test(
    "what is no axis is refused with status 64",
    arguments: [
      (
        "conformty=1...2/3", "no parameter is called 'conformty'; did you mean 'conformity'?"
      ),
      (
        "conformity",
        "'--ramp conformity' lacks values; write --ramp NAME=LO...HI/N, NAME=log:LO...HI/N or NAME=a,b,c"
      ),
      (
        "conformity=1...4",
        "'--ramp conformity=1...4' lacks a number of values; write --ramp NAME=LO...HI/N, NAME=log:LO...HI/N or NAME=a,b,c"
      ),
      (
        "conformity=1...4/1",
        "'--ramp conformity=1...4/1': the number of values must be a whole number in 2...10000"
      ),
      (
        "conformity=log:0...4/5",
        "'--ramp conformity=log:0...4/5': steps even in the logarithm need ends above 0, found 0"
      ),
      (
        "conformity=1...5/5",
        "5 is out of range for 'conformity'; 'conformity' takes a number in 1...4, the nearest is 4"
      ),
      (
        "clerks=20...25/3",
        "'--ramp clerks=20...25/3': even steps ask for 22.5, and 'clerks' takes whole numbers; choose a number of values that divides the range, or list them"
      ),
      (
        "noise=1,0.5", "'--ramp noise=1,0.5': 0.5 stands after 1; values rise, each once"
      ),
      (
        "noise=1...0.5/3", "'--ramp noise=1...0.5/3': the range 1...0.5 is empty; write '0.5...1'"
      ),
      ("noise=0.5,,1", "'' is not a number; 'noise' takes a number in 0.01...2"),
    ])
  func refused(text: String, message: String) throws {
    let failure = #expect(throws: CommandFailure.self) {
      try ParameterAxis(text, option: "--ramp", of: world)
    }
    #expect(failure?.status == .usage && failure?.message == message)
  }

  @Test("a release names a value and the first step with it")
  func release() throws {
    let release = try ReleaseClause("conformity=0@1_000", of: world)
    #expect(release.parameter.index == 2 && release.value == 0 && release.step == 1_000)
    for text in ["conformity=0", "conformity@5", "conformity=0@0", "conformity=0@1.5", "q=1@2"] {
      #expect(throws: CommandFailure.self, "\(text)") {
        try ReleaseClause(text, of: world)
      }
    }
  }

  @Test("a budget of time is a number of seconds, minutes or hours")
  func time() {
    #expect(TimeBudget(argument: "90")?.seconds == 90)
    #expect(TimeBudget(argument: "90s")?.seconds == 90)
    #expect(TimeBudget(argument: "1.5min")?.seconds == 90)
    #expect(TimeBudget(argument: "2h")?.seconds == 7_200)
    for text in ["", "s", "-3", "0", "5d", "nan"] {
      #expect(TimeBudget(argument: text) == nil, "\(text)")
    }
  }
}
