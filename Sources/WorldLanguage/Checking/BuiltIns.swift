// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which names does the language itself declare? They share the namespace of a file.

import WorldModel

/// What a built-in name stands for.
enum BuiltIn: Hashable {
  /// A function of numbers.
  case function(Function)
  /// An aggregate; `min` and `max` are functions too.
  case aggregate(AggregateOperation)
  /// `time`.
  case time
  /// `index`.
  case index
  /// `pi`.
  case pi
  /// `degree(network)`.
  case degree
  /// `size(group)`.
  case size
  /// A distribution after `~`.
  case distribution
  /// `pick(network)` after `~`.
  case pick
  /// A generator of networks.
  case generator

  /// All built-in names; `min` and `max` stand here as aggregates, `file` as a generator.
  static let all: [String: BuiltIn] = {
    var names: [String: BuiltIn] = [
      "time": .time, "index": .index, "pi": .pi, "degree": .degree, "size": .size, "pick": .pick,
    ]
    for function in Function.allCases { names[function.rawValue] = .function(function) }
    for name in DistributionForm.names { names[name] = .distribution }
    for name in GeneratorForm.names { names[name] = .generator }
    for operation in AggregateOperation.allCases {
      names[operation.rawValue] = .aggregate(operation)
    }
    return names
  }()

  /// Names of functions and aggregates that a call in an expression may have, sorted.
  static let callable: [String] =
    Set(
      Function.allCases.map(\.rawValue) + AggregateOperation.allCases.map(\.rawValue)
        + ["degree", "size"]
    ).sorted()

  /// Phrase for messages, such as `a distribution`.
  var phrase: String {
    switch self {
    case .function: return "a function"
    case .aggregate: return "an aggregate"
    case .time, .index, .pi: return "a value of the language"
    case .degree, .size: return "a function"
    case .distribution, .pick: return "a distribution"
    case .generator: return "a generator of networks"
    }
  }
}

extension Function {
  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .min, .max: return 2...Int.max
    case .clamp: return 3...3
    case .mod: return 2...2
    default: return 1...1
    }
  }
}

/// The distributions and how their arguments are labelled.
enum DistributionForm {
  /// Labels of each accepted set of arguments; `_` is an argument without label.
  static let labels: [String: [[String]]] = [
    "bernoulli": [["_"]],
    "uniform": [["low", "high"]],
    "normal": [["mean", "sd"]],
    "lognormal": [["mean", "sd"]],
    "exponential": [["mean"]],
    "gamma": [["mean", "sd"], ["shape", "scale"]],
    "beta": [["mean", "sd"], ["a", "b"]],
    "poisson": [["mean"]],
    "binomial": [["trials", "probability"]],
    "weights": [[]],
    "logit": [["_"]],
  ]

  /// Names of all distributions, sorted.
  static let names = labels.keys.sorted()

  /// How a distribution is written, for help texts.
  static func usage(_ name: String) -> String {
    switch name {
    case "weights": return "weights { CASE: WEIGHT, ... }"
    case "logit": return "logit(TEMPERATURE) { CASE: UTILITY, ... }"
    default:
      let forms = (labels[name] ?? []).map { form in
        "\(name)(" + form.map { $0 == "_" ? "p" : "\($0): ..." }.joined(separator: ", ") + ")"
      }
      return forms.joined(separator: " or ")
    }
  }
}

/// The generators of networks and their arguments.
struct GeneratorForm {
  /// What an argument holds.
  enum Argument: Hashable {
    /// A whole number at least so large.
    case whole(atLeast: Double)
    /// A number at least so large.
    case real(atLeast: Double)
    /// A number in 0...1.
    case probability
    /// `true` or `false`.
    case flag
    /// One of these words.
    case word([String])
  }

  /// Labels with what they hold, and whether they are required.
  let arguments: [(label: String, holds: Argument, isRequired: Bool)]
  /// Whether it links agents of one group.
  let isWithin: Bool
  /// Whether it links agents of one group with those of another.
  let isBetween: Bool

  private init(
    _ arguments: [(String, Argument, Bool)], within: Bool = true, between: Bool = false
  ) {
    self.arguments = arguments.map { (label: $0.0, holds: $0.1, isRequired: $0.2) }
    isWithin = within
    isBetween = between
  }

  /// The generators by name.
  static let all: [String: GeneratorForm] = [
    "complete": GeneratorForm([], between: true),
    "ring": GeneratorForm([("degree", .whole(atLeast: 0), true)]),
    "lattice": GeneratorForm([
      ("dimensions", .whole(atLeast: 1), true), ("neighbours", .whole(atLeast: 2), false),
      ("periodic", .flag, false),
    ]),
    "small_world": GeneratorForm([
      ("degree", .whole(atLeast: 0), true), ("rewiring", .probability, true),
    ]),
    "erdos_renyi": GeneratorForm([("degree", .real(atLeast: 0), true)]),
    "regular": GeneratorForm([("degree", .whole(atLeast: 0), true)]),
    "scale_free": GeneratorForm([("links", .whole(atLeast: 0), true)]),
    "configuration": GeneratorForm([("degree", .whole(atLeast: 0), true)]),
    "blocks": GeneratorForm([
      ("count", .whole(atLeast: 1), true), ("inside", .real(atLeast: 0), true),
      ("outside", .real(atLeast: 0), true),
    ]),
    "teams": GeneratorForm([("size", .whole(atLeast: 1), true)]),
    "tree": GeneratorForm([
      ("branching", .whole(atLeast: 1), true),
      ("read", .word(["parent", "children", "both"]), false),
    ]),
    "pipeline": GeneratorForm([
      ("length", .whole(atLeast: 1), false), ("read", .word(["previous", "next", "both"]), false),
    ]),
    "star": GeneratorForm([]),
    "bipartite": GeneratorForm(
      [("degree", .whole(atLeast: 0), true)], within: false, between: true),
    "assigned": GeneratorForm([("each", .whole(atLeast: 0), true)], within: false, between: true),
    "file": GeneratorForm([("_", .word([]), true), ("directed", .flag, false)], between: true),
    "reverse": GeneratorForm([("_", .word([]), true)], between: true),
  ]

  /// Names of all generators, sorted.
  static let names = all.keys.sorted()

  /// How a generator is written, for help texts.
  static func usage(_ name: String) -> String {
    switch name {
    case "file": return "file(\"links.csv\") or file(\"links.csv\", directed: true)"
    case "reverse": return "reverse(NETWORK)"
    case "configuration": return "configuration(degree = ...) or configuration(degree ~ ...)"
    default:
      let parts = (all[name]?.arguments ?? []).map { argument in
        argument.isRequired ? "\(argument.label): ..." : "[\(argument.label): ...]"
      }
      return "\(name)(" + parts.joined(separator: ", ") + ")"
    }
  }
}
