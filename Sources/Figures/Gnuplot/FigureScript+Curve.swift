// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a diagram with one axis drawn? Harm together, unlinked and alone with their bands, and its limit.

import Emergence

/// The drawing of a diagram with one axis.
struct CurvePlot {
  let diagram: PhaseDiagram

  init(_ diagram: PhaseDiagram) { self.diagram = diagram }

  func script(name: String) throws(FigureError) -> FigureScript { throw .nothingToDraw }
}
