// SPDX-License-Identifier: GPL-3.0-or-later

import Testing
import WorldModel

@testable import arendt

@Suite("--set")
struct ParameterSettingsTests {
  static let world = World(
    title: "Some",
    parameters: [
      Parameter(name: "clerks", isCount: true, defaultValue: 20, range: 20...1_000),
      Parameter(name: "noise", defaultValue: 0.25, range: 0.01...2),
      Parameter(name: "conformity", defaultValue: 2, range: 1...4, offValue: 0),
    ])

  @Test("values replace defaults, couplings among them, in every spelling of a number")
  func values() throws {
    let values = try ParameterSettings.values(
      ["clerks=1_000", "conformity = 1.5e0", "noise=50%"], of: Self.world)
    #expect(values == [1_000, 0.5, 1.5])
  }

  @Test("the off value of a coupling may be set although its range leaves it out")
  func offValue() throws {
    #expect(try ParameterSettings.values(["conformity=0"], of: Self.world)[2] == 0)
  }

  @Test(
    "what cannot be set is refused with status 64 and a suggestion",
    arguments: [
      ("conformty=1", "no parameter is called 'conformty'; did you mean 'conformity'?"),
      ("q=1", "no parameter is called 'q'; there are clerks, noise, conformity"),
      (
        "noise=3",
        "3 is out of range for 'noise'; 'noise' takes a number in 0.01...2, the nearest is 2"
      ),
      (
        "clerks=20.4",
        "20.4 is not whole; 'clerks' takes a whole number in 20...1000, the nearest is 20"
      ),
      ("noise=loud", "'loud' is not a number; 'noise' takes a number in 0.01...2"),
      ("noise=nan", "'nan' is not a number; 'noise' takes a number in 0.01...2"),
      ("noise=inf", "'inf' is not a number; 'noise' takes a number in 0.01...2"),
      ("noise=0x1", "'0x1' is not a number; 'noise' takes a number in 0.01...2"),
      ("noise=", "'' is not a number; 'noise' takes a number in 0.01...2"),
      ("noise", "'--set noise' lacks a value; write --set NAME=VALUE"),
    ])
  func refusals(setting: String, message: String) {
    let failure = #expect(throws: CommandFailure.self) {
      try ParameterSettings.values([setting], of: Self.world)
    }
    #expect(failure?.message == message)
    #expect(failure?.status == .usage)
  }

  @Test("a name may be set once")
  func repeated() {
    let failure = #expect(throws: CommandFailure.self) {
      try ParameterSettings.values(["noise=1", "noise=2"], of: Self.world)
    }
    #expect(failure?.message == "'noise' is set twice")
  }
}
