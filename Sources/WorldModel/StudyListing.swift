// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a checked study written down exactly? One canonical text: equal studies of a world have equal texts.
//
// Comments, layout, and whether a value was written, set or left at its default are not in it; nor is what the world's
// own listing holds.

/// The canonical text of a checked study.
public enum StudyListing {
  /// Returns the canonical text of a study.
  ///
  /// - Parameters:
  ///   - study: A checked study.
  ///   - world: Its world.
  /// - Returns: Lines, each ended by a newline.
  public static func text(of study: Study, in world: World) -> String {
    func name(_ id: ParameterID) -> String { world.parameters[id.index].name }
    func list(_ values: [Double]) -> String {
      "[" + values.map(\.description).joined(separator: ", ") + "]"
    }
    func text(_ axis: ParameterAxis) -> String {
      "\(name(axis.parameter))\(axis.isLogarithmic ? " log" : "") over \(list(axis.values))"
    }
    var lines = ["study \"\(study.title)\" of \"\(world.title)\""]
    lines += zip(world.parameters, study.parameters).map { "set \($0.name) = \($1)" }
    lines += study.axes.map { "vary \(text($0))" }
    lines += study.panels.map { "panel \(text($0))" }
    lines += study.measures.map { "measure \(world.measures[$0].name)" }
    if let width = study.refinement { lines.append("refine boundary to \(width)") }
    if let scale = study.scale {
      lines.append("scale \(name(scale.size)) over \(list(scale.sizes)) along \(text(scale.along))")
    }
    if let ramp = study.ramp {
      let holdings = ramp.holdings.map(String.init).joined(separator: ", ")
      lines.append("ramp \(text(ramp.axis)) there and back holding \(holdings)")
    }
    if let release = study.release {
      lines.append("release \(name(release.parameter)) to \(release.value) at \(release.step)")
    }
    lines += study.attributed.map { "attribute \(world.measures[$0].name)" }
    if let export = study.exportName { lines.append("export \"\(export)\"") }
    lines += ListingWriter(world: world).lines(study.settings, isWhole: true)
    return lines.map { $0 + "\n" }.joined()
  }
}
