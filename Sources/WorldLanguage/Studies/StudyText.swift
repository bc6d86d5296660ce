// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a checked study written as a study file? For studies that were told by options, so that they can be kept.
//
// Invariant: the text compiles to the same study, but for `stop when` and `draws packed`, which stay with the world.

import WorldModel

/// A study as a text that compiles.
public enum StudyText {
  /// Returns a study as a text in the one style of `arendt format`.
  ///
  /// - Parameter checked: The study; its `stop when` and `draws packed` are those of its world file.
  /// - Returns: The text of a study file.
  public static func text(of checked: CheckedStudy) -> String {
    let study = checked.study
    let world = checked.world.together
    func name(_ id: ParameterID) -> String { world.parameters[id.index].name }
    func axis(_ axis: ParameterAxis) -> String {
      let values = axis.values
      if axis.isLogarithmic, let low = values.first, let high = values.last {
        return "\(name(axis.parameter)) log over \(low)...\(high) in \(values.count)"
      }
      return "\(name(axis.parameter)) over \(list(values))"
    }
    var lines = documentation(study.documentation)
    lines.append(
      "study \(TreeListing.quoted(study.title)) of \(TreeListing.quoted(checked.worldPath))")
    lines.append("")
    for (parameter, value) in zip(world.parameters, study.parameters)
    where value != parameter.defaultValue {
      lines.append("set \(parameter.name) = \(value)")
    }
    lines += study.axes.map { "vary \(axis($0))" } + study.panels.map { "panel \(axis($0))" }
    lines += study.measures.map { "measure \(world.measures[$0].name)" }
    lines += settings(study.settings, name)
    if let width = study.refinement { lines.append("refine boundary to \(width)") }
    if let scale = study.scale {
      lines.append(
        "scale \(name(scale.size)) over \(list(scale.sizes)) along \(axis(scale.along))")
    }
    if let ramp = study.ramp {
      let holdings = ramp.holdings.map(String.init).joined(separator: ", ")
      lines.append("ramp \(axis(ramp.axis)) there and back holding \(holdings)")
    }
    if let release = study.release {
      lines.append("release \(name(release.parameter)) to \(release.value) at \(release.step)")
    }
    lines += study.attributed.map { "attribute \(world.measures[$0].name)" }
    if let export = study.exportName { lines.append("export \(TreeListing.quoted(export))") }
    let text = lines.joined(separator: "\n") + "\n"
    return Formatter.format(SourceFile(path: "told.study", text: text)).text ?? text
  }

  private static func list(_ values: [Double]) -> String {
    "[" + values.map(\.description).joined(separator: ", ") + "]"
  }

  private static func documentation(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.isEmpty ? "///" : "/// \(line)"
    }
  }

  private static func settings(
    _ settings: RunSettings, _ name: (ParameterID) -> String
  ) -> [String] {
    var lines = [
      "steps \(settings.steps)", "warmup \(settings.warmup.map(String.init) ?? "auto")",
      "replicates \(settings.replicates)",
    ]
    if let networks = settings.networks { lines.append("networks \(networks)") }
    if let starts = settings.starts {
      lines.append("starts \(name(starts.parameter)) in [\(starts.low), \(starts.high)]")
    }
    return lines + ["record every \(settings.recordEvery)", "seed \(settings.seed)"]
  }
}
