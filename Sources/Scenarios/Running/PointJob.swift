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
  /// All runs that are known to be needed.
  private(set) var runs: [NamedRequest]
  /// Steps to discard; `nil` until they are known.
  private(set) var warmUp: Int?
  /// Why the point failed.
  var failure: String?

  init(_ point: SweepPoint, isOwn: Bool = true, plan: SweepPlan) throws {
    self.point = point
    self.isOwn = isOwn
    design = try plan.design(of: point)
    first = plan.naming.named(design.firstRound.requests)
    runs = first
    if let given = plan.study.settings.warmup { discard(given, naming: plan.naming) }
  }

  /// Takes the warm-up, and asks for the second round with it.
  mutating func discard(_ steps: Int, naming: RunNaming) {
    warmUp = steps
    second = naming.named(design.secondRound(warmUp: steps).flatMap(\.requests))
    runs = first + second
  }
}

/// A request with the name of the run that answers it.
struct NamedRequest: Sendable {
  let key: RunKey
  /// What it has in common with its replicates, which share it: points have many requests, and they are copied often.
  private let kind: Kind

  /// Requests that differ in nothing but realisation and replicate.
  private final class Kind: Sendable {
    let asked: RunRequest
    let canonical: RunRequest
    /// The cell of the same runs asked for their measures.
    let measuredCell: CellDigest

    init(asked: RunRequest, canonical: RunRequest, measuredCell: CellDigest) {
      self.asked = asked
      self.canonical = canonical
      self.measuredCell = measuredCell
    }
  }

  /// As a design asked.
  var asked: RunRequest { ofReplicate(kind.asked) }
  /// As it is made and stored.
  var canonical: RunRequest { ofReplicate(kind.canonical) }
  /// The name of the same run, asked for its measures.
  var measured: RunKey {
    RunKey(
      cell: kind.measuredCell, networkIndex: key.networkIndex, replicateIndex: key.replicateIndex)
  }
  /// Index of its program.
  var program: Int { kind.canonical.worldIndex }

  private func ofReplicate(_ request: RunRequest) -> RunRequest {
    var request = request
    request.networkIndex = key.networkIndex
    request.replicateIndex = key.replicateIndex
    return request
  }

  /// Names requests for measures or alignments.
  ///
  /// - Parameters:
  ///   - requests: The requests; those that differ in realisation and replicate alone follow each other.
  ///   - naming: How they are named.
  /// - Returns: One named request each, in order.
  fileprivate static func all(_ requests: [RunRequest], _ naming: RunNaming) -> [NamedRequest] {
    var last: (kind: Kind, key: RunKey)?
    return requests.map { asked in
      if let (kind, key) = last, kind.asked.isOfKind(asked) {
        return NamedRequest(
          key: RunKey(
            cell: key.cell, networkIndex: asked.networkIndex,
            replicateIndex: asked.replicateIndex, firstStep: key.firstStep), kind: kind)
      }
      let canonical = naming.canonical(asked)
      guard let key = naming.key(of: canonical, in: naming.cell(of: canonical)) else {
        preconditionFailure("verdicts ask for measures and alignments")
      }
      var measured = canonical
      measured.observation = .measures
      let kind = Kind(
        asked: asked, canonical: canonical,
        measuredCell: asked.observation == .measures ? key.cell : naming.cell(of: measured))
      last = (kind, key)
      return NamedRequest(key: key, kind: kind)
    }
  }
}

extension RunNaming {
  /// Names requests for measures or alignments.
  func named(_ requests: [RunRequest]) -> [NamedRequest] { NamedRequest.all(requests, self) }
}

extension RunRequest {
  /// Whether nothing but realisation and replicate differs.
  fileprivate func isOfKind(_ other: RunRequest) -> Bool {
    worldIndex == other.worldIndex && observation == other.observation
      && parameters == other.parameters && changes == other.changes
  }
}
