// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does one clause of a study say, once its names and values are known? The same for a file and a command line.

import WorldModel

/// A clause with its names found and its values checked one by one.
public enum StudyClause: Hashable, Sendable {
  /// `set`.
  case set(ParameterID, Double)
  /// `vary`.
  case vary(ParameterAxis)
  /// `panel`.
  case panel(ParameterAxis)
  /// `measure`, one of them: an index into `World.measures`.
  case measure(Int)
  /// `refine`, as a fraction of the axis.
  case refine(Double)
  /// `scale`; without values those of `vary` or `panel` are taken.
  case scale(ParameterAxis, along: ParameterID, values: ParameterAxis?)
  /// `ramp`; without steps of a hold the default is taken.
  case ramp(ParameterAxis, holdings: [Int])
  /// `release`, to a value at a step.
  case release(ParameterID, Double, step: Double)
  /// `attribute`, one of them: an index into `World.measures`.
  case attribute(Int)
  /// `export`.
  case export(String)
  /// A clause that was reported already: nothing is said about what it may have given.
  case unread(Kind)

  /// The kinds of clause, by the words that they begin with.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case set, vary, panel, measure, refine, scale, ramp, release, attribute, export
  }

  /// The kind of this clause.
  public var kind: Kind {
    switch self {
    case .set: .set
    case .vary: .vary
    case .panel: .panel
    case .measure: .measure
    case .refine: .refine
    case .scale: .scale
    case .ramp: .ramp
    case .release: .release
    case .attribute: .attribute
    case .export: .export
    case .unread(let kind): kind
    }
  }
}
