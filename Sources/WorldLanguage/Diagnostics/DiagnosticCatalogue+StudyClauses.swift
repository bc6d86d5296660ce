// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which clauses of a study do not go together, or not with its world? E84x to E86x, the same words for a file and for a
// command line.

import WorldModel

extension StudyProblem {
  /// A parameter that two clauses move or set.
  static func givenTwice(_ parameter: String, clause: String, first: String) -> StudyProblem {
    StudyProblem(
      "E840",
      clause == first
        ? "'\(clause)' names '\(parameter)' twice"
        : "'\(clause)' and '\(first)' both give '\(parameter)' its values",
      firstNote: "first given here")
  }

  /// A third axis.
  static func tooManyAxes(_ parameter: String) -> StudyProblem {
    StudyProblem(
      "E841", "a diagram has at most two axes, and '\(parameter)' is a third",
      help: "repeat the diagram for its values with 'panel'")
  }

  /// A clause that stands once.
  static func clauseTwice(_ clause: String) -> StudyProblem {
    StudyProblem("E842", "'\(clause)' stands once", firstNote: "the first stands here")
  }

  /// A boundary along nothing.
  static func refineWithoutAxis() -> StudyProblem {
    StudyProblem(
      "E843", "'refine' follows the boundary along the axes, and there is none",
      help: "add 'vary'")
  }

  /// A boundary of what has no limit.
  static func refineWithoutHarm() -> StudyProblem {
    StudyProblem(
      "E844", "a boundary is where a harm passes its limit, and no harm is measured")
  }

  /// A width that is none.
  static func badRefinement(_ width: Double) -> StudyProblem {
    let range = StudyRules.refinements
    return StudyProblem(
      "E845",
      "'refine' takes a fraction of the axis in \(Diagnostic.words(range)), found "
        + Diagnostic.words(width))
  }

  /// A measure that is named twice.
  static func namedTwice(_ name: String, clause: String) -> StudyProblem {
    StudyProblem(
      "E846", "'\(clause)' names '\(name)' twice", firstNote: "first named here")
  }

  /// A study that shows nothing.
  static func nothingMeasured(known: [String]) -> StudyProblem {
    StudyProblem(
      "E847", "the world declares no harm, so that there is nothing to show",
      help: known.isEmpty
        ? "declare a 'harm' or a 'measure' in the world"
        : "name what to show with 'measure'; there are \(known.prefix(12).joined(separator: ", "))")
  }

  /// More points than anybody can run.
  static func tooManyPoints() -> StudyProblem {
    StudyProblem(
      "E848", "axes and panels span more than \(Study.mostPoints) points",
      help: "give them fewer values")
  }

  /// A size that is no count.
  static func scaleWithoutSize(_ parameter: String) -> StudyProblem {
    StudyProblem(
      "E850", "'\(parameter)' sets no size: it is not declared 'count'")
  }

  /// A size that is moved too.
  static func scaleAlongItself(_ parameter: String) -> StudyProblem {
    StudyProblem(
      "E851", "'\(parameter)' cannot be both the size of 'scale' and what it goes along")
  }

  /// A line without values.
  static func scaleWithoutValues(_ parameter: String) -> StudyProblem {
    StudyProblem(
      "E852", "neither 'vary' nor 'panel' gives '\(parameter)' values to go along",
      help: "give them after 'along \(parameter)': 'over LOW...HIGH in N'")
  }

  /// A parameter that stands still during a run.
  static func cannotMove(_ parameter: String, _ obstacle: MovingObstacle) -> StudyProblem {
    switch obstacle {
    case .structural:
      StudyProblem(
        "E853",
        "'\(parameter)' shapes sizes, networks or periods and so cannot change in mid-run")
    case .readAtStartOnly:
      StudyProblem(
        "E854",
        "no step and no measure reads '\(parameter)', so that nothing would come of changing it in mid-run"
      )
    }
  }

  /// A number of steps that is none.
  static func badHolding(_ steps: Double) -> StudyProblem {
    StudyProblem(
      "E855",
      "'holding' takes whole numbers of steps in 1...\(StudyRules.mostSteps), found "
        + Diagnostic.words(steps))
  }

  /// A step at which no run is.
  static func badReleaseStep(_ step: Double, steps: Int) -> StudyProblem {
    StudyProblem(
      "E856",
      "'release' is at a whole step in 1...\(max(1, steps - 1)), found \(Diagnostic.words(step))",
      help: "a run has \(counted(steps, "step"))")
  }

  /// A release whose harm cannot be judged.
  static func nothingToRelease() -> StudyProblem {
    StudyProblem("E857", "'release' asks whether harm stays, and the world declares no harm")
  }

  /// A ramp along which nothing can be recorded.
  static func nothingToRecord(_ clause: String) -> StudyProblem {
    StudyProblem(
      "E858", "'\(clause)' needs a measure that is recorded along a run, and there is none",
      help: "the time of a 'first' is not; name another with 'measure'")
  }

  /// A number of steps that stands twice.
  static func holdingTwice(_ steps: Int) -> StudyProblem {
    StudyProblem("E859", "'holding' names \(counted(steps, "step")) twice")
  }

  /// An attribution to nothing.
  static func nothingToAttributeTo() -> StudyProblem {
    StudyProblem("E860", "the world has no coupling to attribute a harm to")
  }

  /// More couplings than can be switched in all combinations.
  static func tooManyCouplings(_ count: Int) -> StudyProblem {
    StudyProblem(
      "E861",
      "'attribute' switches \(count) couplings in all combinations; at most "
        + "\(World.mostAttributedCouplings) can be on",
      help: "set others to their 'off' values")
  }

  /// A name that names no files beside the study.
  static func badExportName(_ name: String, _ fault: ExportFault) -> StudyProblem {
    switch fault {
    case .notAPath:
      StudyProblem(
        "E862", "'export' takes the name of files beside the study",
        help: "write a name such as \"diagram\" or \"figures/diagram\"")
    case .hasExtension(let ending):
      StudyProblem(
        "E863", "'export' writes .svg, .csv and .nc, and adds these endings itself",
        help: "leave out '\(ending)'")
    }
  }

  /// What is wrong with a name for exports.
  enum ExportFault: Hashable, Sendable {
    /// Empty, absolute, a folder, or leading out of the folder of the study; or with control characters.
    case notAPath
    /// It ends as the files will.
    case hasExtension(String)
  }
}
