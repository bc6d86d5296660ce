// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which stored run answers a request? Runs are named by what they are made of, so that equal runs are made once, whoever
// asks for them: a twin alone is one run for all points that differ in couplings only.
//
// Invariant: the name of a run covers what moves it: the program, the parameters that the program reads, the changes in
// mid-run, seed, steps, the meaning of results and, where it tallies, what is counted; never replicates, networks, axes,
// threads or packing, nor what is only read of it afterwards, such as the limits of harm.

import Digest
import Engine
import Store
import WorldModel

/// Names the runs of some programs with one seed and one number of steps.
struct RunNaming: Sendable {
  /// The programs, by `RunRequest.worldIndex`.
  let worlds: [World]
  private let seed: UInt32
  private let stepCount: Int
  private let version: ResultVersion
  /// By program the digest of its listing.
  private let listings: [String]
  /// By program the digest of what its tallies count.
  private let tallies: [String]
  /// By program the parameters that its runs read.
  private let parameters: [[Int]]

  init(worlds: [World], seed: UInt32, stepCount: Int, version: ResultVersion) {
    self.worlds = worlds
    self.seed = seed
    self.stepCount = stepCount
    self.version = version
    listings = worlds.map {
      SHA256.hexadecimal(of: WorldListing.text(of: $0, .runs).utf8)
    }
    tallies = worlds.map {
      SHA256.hexadecimal(of: WorldListing.text(ofTalliesOf: $0).utf8)
    }
    parameters = worlds.map { $0.runParameters.map(\.index) }
  }

  /// The same request with the parameters that its program does not read at their defaults.
  ///
  /// Requests of equal runs become equal, but for their number of program.
  func canonical(_ request: RunRequest) -> RunRequest {
    var result = request
    result.parameters = canonical(request.parameters, of: request.worldIndex)
    for index in result.changes.indices {
      result.changes[index].parameters = canonical(
        request.changes[index].parameters, of: request.worldIndex)
    }
    return result
  }

  /// The same values with those that a program does not read at their defaults.
  func canonical(_ values: [Double], of world: Int) -> [Double] {
    if parameters[world].count == values.count { return values }
    var result = worlds[world].parameters.map(\.defaultValue)
    for index in parameters[world] { result[index] = values[index] }
    return result
  }

  /// Whether the runs of a program read all of some parameters.
  func reads(_ indices: [Int], program: Int) -> Bool {
    indices.allSatisfy(parameters[program].contains)
  }

  /// The cell of a canonical request.
  func cell(of request: RunRequest) -> CellDigest {
    func text(_ values: [Double]) -> String {
      parameters[request.worldIndex].map { "\($0)=\(values[$0])" }.joined(separator: " ")
    }
    let changes = request.changes.map { "change \($0.step) \(text($0.parameters))\n" }.joined()
    let tallied =
      if case .alignments = request.observation { "tallies \(tallies[request.worldIndex])\n" } else
      { "" }
    return CellDigest(
      naming: "results \(version.results)\nseed \(seed)\nsteps \(stepCount)\n"
        + "program \(listings[request.worldIndex])\nparameters \(text(request.parameters))\n"
        + changes + tallied)
  }

  /// The key of a canonical request that is asked for measures or alignments; `nil` for what is not stored.
  func key(of request: RunRequest, in cell: CellDigest) -> RunKey? {
    let firstStep: Int?
    switch request.observation {
    case .measures: firstStep = nil
    case .alignments(let step): firstStep = step
    case .snapshots, .trace: return nil
    }
    return RunKey(
      cell: cell, networkIndex: request.networkIndex, replicateIndex: request.replicateIndex,
      firstStep: firstStep)
  }
}

extension CellDigest {
  /// The digest of a text that says what a cell is.
  init(naming text: String) {
    self.init(hexadecimal: SHA256.hexadecimal(of: text.utf8))!
  }
}
