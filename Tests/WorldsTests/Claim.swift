// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a claim file of the gallery say? One world, one sentence that can be false, and the comparisons of points
// that decide it. A key that is not known is refused, and so is a name that the world does not have, so that nothing
// written there is ignored.

import Foundation
import WorldModel

/// What `Analysis/gallery/NAME/claim.json` says.
struct Claim: Decodable {
  /// Row of the list of worlds, from 1.
  var row: Int
  /// Path of the world from the top of the package.
  var world: String
  /// A sentence that can be false.
  var claim: String
  /// What must hold for it; at least one.
  var comparisons: [Comparison]
  /// Published figures and the points that stand for them.
  var published: [Published]
  /// What the tests change, so that a run is short; nothing where the defaults are.
  var brief: Brief

  /// Two points at which the mean of a measure must differ, paired on the same draws.
  struct Comparison: Decodable {
    /// Measure at the point that must have less.
    var lessMeasure: String
    /// Measure at the point that must have more.
    var moreMeasure: String
    /// Parameters that differ from their defaults where there must be less.
    var less: [String: Double]
    /// Parameters that differ from their defaults where there must be more.
    var more: [String: Double]
    /// The part of the claim that this decides.
    var why: String
  }

  /// A figure of the literature beside the point that stands for it.
  struct Published: Decodable {
    /// Measure that stands for the figure.
    var measure: String
    /// Parameters that differ from their defaults.
    var at: [String: Double]
    /// The published figure.
    var value: Double
    /// How far ours may be from it.
    var tolerance: Double
    /// Whether parameters were chosen to meet it.
    var kind: Kind
    /// The parameters that were chosen; none of a prediction.
    var free: [String]
    /// Where the figure stands.
    var source: String

    enum Kind: String, Decodable { case calibrated, predicted }
  }

  /// How a run of the tests differs from one at the defaults.
  struct Brief: Decodable {
    /// Replicates, each on a network of its own.
    var replicates = 16
    /// Steps; the world's where `nil`.
    var steps: Int?
    /// Parameters set at both points, unless a point sets them.
    var set: [String: Double] = [:]
  }
}

extension Claim {
  private enum Key: String, CodingKey, CaseIterable {
    case row, world, claim, comparisons, published, brief
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.known(Key.self)
    row = try values.decode(Int.self, forKey: .row)
    world = try values.decode(String.self, forKey: .world)
    claim = try values.decode(String.self, forKey: .claim)
    comparisons = try values.decode([Comparison].self, forKey: .comparisons)
    published = try values.decodeIfPresent([Published].self, forKey: .published) ?? []
    brief = try values.decodeIfPresent(Brief.self, forKey: .brief) ?? Brief()
  }
}

extension Claim {
  /// Refuses a name that the world does not have and a value that it does not allow.
  ///
  /// - Throws: `ClaimFailure`, for the parameters of every point and of `brief`, the measures that are compared, and the
  ///   parameters that were chosen to meet a figure.
  func check(against world: World) throws {
    let points = comparisons.flatMap { [$0.less, $0.more] } + published.map(\.at) + [brief.set]
    for (name, value) in points.joined() {
      guard let parameter = world.parameters.first(where: { $0.name == name }) else {
        throw ClaimFailure(description: "no parameter '\(name)'")
      }
      guard parameter.allows(value), !parameter.isCount || value == value.rounded() else {
        throw ClaimFailure(description: "\(name) cannot be \(value)")
      }
    }
    for name in published.flatMap(\.free)
    where !world.parameters.contains(where: { $0.name == name }) {
      throw ClaimFailure(description: "no free parameter '\(name)'")
    }
    let measures =
      comparisons.flatMap { [$0.lessMeasure, $0.moreMeasure] } + published.map(\.measure)
    for name in measures where !world.measures.contains(where: { $0.name == name }) {
      throw ClaimFailure(description: "no measure '\(name)'")
    }
  }
}

extension Claim.Comparison {
  private enum Key: String, CodingKey, CaseIterable {
    case measure, lessMeasure, moreMeasure, less, more, why
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.known(Key.self)
    if values.contains(.measure) {
      lessMeasure = try values.decode(String.self, forKey: .measure)
      moreMeasure = lessMeasure
      guard !values.contains(.lessMeasure), !values.contains(.moreMeasure) else {
        throw ClaimFailure(description: "either one measure or two")
      }
    } else {
      lessMeasure = try values.decode(String.self, forKey: .lessMeasure)
      moreMeasure = try values.decode(String.self, forKey: .moreMeasure)
    }
    less = try values.decode([String: Double].self, forKey: .less)
    more = try values.decode([String: Double].self, forKey: .more)
    why = try values.decode(String.self, forKey: .why)
  }
}

extension Claim.Published {
  private enum Key: String, CodingKey, CaseIterable {
    case measure, at, value, tolerance, kind, free, source
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.known(Key.self)
    measure = try values.decode(String.self, forKey: .measure)
    at = try values.decode([String: Double].self, forKey: .at)
    value = try values.decode(Double.self, forKey: .value)
    tolerance = try values.decode(Double.self, forKey: .tolerance)
    kind = try values.decode(Kind.self, forKey: .kind)
    free = try values.decodeIfPresent([String].self, forKey: .free) ?? []
    source = try values.decode(String.self, forKey: .source)
    guard (kind == .calibrated) == !free.isEmpty else {
      throw ClaimFailure(
        description: "what is calibrated names its free parameters, a prediction has none")
    }
  }
}

extension Claim.Brief {
  private enum Key: String, CodingKey, CaseIterable { case replicates, steps, set }

  init(from decoder: any Decoder) throws {
    let values = try decoder.known(Key.self)
    replicates = try values.decodeIfPresent(Int.self, forKey: .replicates) ?? 16
    steps = try values.decodeIfPresent(Int.self, forKey: .steps)
    set = try values.decodeIfPresent([String: Double].self, forKey: .set) ?? [:]
  }
}

/// Why a claim cannot be read.
struct ClaimFailure: Error, CustomStringConvertible {
  /// A sentence.
  let description: String
}

/// Any key of an object.
private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// The values of an object that has no other keys than those known.
  fileprivate func known<Key: CodingKey & CaseIterable>(
    _ type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let names = Set(Key.allCases.map(\.stringValue))
    for key in try container(keyedBy: AnyKey.self).allKeys where !names.contains(key.stringValue) {
      throw ClaimFailure(description: "unknown key '\(key.stringValue)'")
    }
    return try container(keyedBy: type)
  }
}
