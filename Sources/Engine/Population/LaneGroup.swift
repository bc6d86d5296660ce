// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do runs have in common that share the lanes of a vector?

/// What a lane group is: runs that share a program, a network and all that makes the shape of memory.
struct LaneGroup {
  /// Positions in the plan's requests.
  var requests: [Int]
  var programIndex: Int
  var networkIndex: Int
  var sizes: [Int]
  /// For each block the number of steps from one execution to the next.
  var periods: [Int]
  /// Position of the networks in the plan's realisations.
  var realisation: Int
}
