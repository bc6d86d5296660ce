// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is asked at one point? The options that 'sweep' and 'explain' share.

import ArgumentParser

/// The clauses of a study that look at one point instead of a diagram.
struct PointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Attribute this harm to the couplings; repeatable.", valueName: "harm"))
  var attribute: [String] = []

  @Option(
    help: ArgumentHelp(
      "Look for a transition at these sizes, at least three.", valueName: "name=a,b,c"))
  var scale: String?

  @Option(
    help: ArgumentHelp(
      "Drag a parameter there and back without restarting, at least three values.",
      valueName: "name=lo...hi/n"))
  var ramp: String?

  @Option(
    help: ArgumentHelp(
      "Steps for which --ramp holds each value; three or more numbers test the rate dependence. (default: 50,200,800)",
      valueName: "steps,steps"))
  var holding: String?

  @Option(
    help: ArgumentHelp(
      "Set a parameter in mid-run, and tell whether harm stays.", valueName: "name=value@step"))
  var release: String?

  func validate() throws {
    if holding != nil, ramp == nil {
      throw ValidationError("--holding says how long --ramp holds each value; add --ramp.")
    }
  }
}
