// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs does one point need?

import Emergence
import Engine
import Store
import WorldModel

/// One point on its way to being done.
struct PointJob: Sendable {
  let point: SweepPoint
  let design: VerdictDesign
  /// Whether this machine does it.
  let isOwn: Bool
  /// The runs of the first round, as its design asks for them.
  let first: [NamedRequest]
  /// The runs of the second round; empty until the warm-up is known.
  private(set) var second: [NamedRequest] = []
  /// Steps to discard; `nil` until they are known.
  private(set) var warmUp: Int?
  /// Why the point failed.
  var failure: String?

  init(_ point: SweepPoint, isOwn: Bool = true, plan: SweepPlan) throws {
    self.point = point
    self.isOwn = isOwn
    design = try plan.design(of: point)
    first = plan.naming.named(design.firstRound.requests)
    if let given = plan.study.settings.warmup { discard(given, naming: plan.naming) }
  }

  /// All runs that are known to be needed.
  var runs: [NamedRequest] { first + second }

  /// Takes the warm-up, and asks for the second round with it.
  mutating func discard(_ steps: Int, naming: RunNaming) {
    warmUp = steps
    second = naming.named(design.secondRound(warmUp: steps).flatMap(\.requests))
  }
}

/// A request with the name of the run that answers it.
struct NamedRequest: Sendable {
  /// As a design asked.
  let asked: RunRequest
  /// As it is made and stored.
  let canonical: RunRequest
  let key: RunKey
}

extension RunNaming {
  /// Names requests for measures or alignments.
  func named(_ requests: [RunRequest]) -> [NamedRequest] {
    // Requests of one condition follow each other: their cell is named once.
    var last: (request: RunRequest, cell: CellDigest)?
    return requests.map { asked in
      let canonical = canonical(asked)
      var cell = last?.cell
      if last?.request.worldIndex != canonical.worldIndex
        || last?.request.parameters != canonical.parameters
        || last?.request.changes != canonical.changes
      {
        cell = self.cell(of: canonical)
      }
      guard let cell, let key = key(of: canonical, in: cell) else {
        preconditionFailure("verdicts ask for measures and alignments")
      }
      last = (canonical, cell)
      return NamedRequest(asked: asked, canonical: canonical, key: key)
    }
  }
}
