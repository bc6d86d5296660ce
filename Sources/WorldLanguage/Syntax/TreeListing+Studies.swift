// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the clauses of a study listed as a tree?

extension TreeListing {
  /// Lists a clause.
  mutating func clause(_ kind: StudyClauseSyntax.Kind) {
    switch kind {
    case .set(let name, let value): part("set \(name.text)") { $0.expression(value) }
    case .vary(let axis): self.axis("vary", axis)
    case .panel(let axis): self.axis("panel", axis)
    case .measure(let names): for name in names { line("measure \(name.text)") }
    case .setting(let setting): self.setting(setting.kind)
    case .refine(let width): part("refine boundary to") { $0.expression(width) }
    case .scale(let sizes, let along):
      axis("scale", sizes)
      axis("along", along)
    case .ramp(let axis, let holdings):
      self.axis("ramp", axis)
      if !holdings.isEmpty {
        part("holding") { for steps in holdings { $0.expression(steps) } }
      }
    case .release(let name, let value, let step):
      part("release \(name.text)") {
        $0.expression(value)
        $0.part("at") { $0.expression(step) }
      }
    case .attribute(let names): for name in names { line("attribute \(name.text)") }
    case .export(let path): line("export \(Self.quoted(path.text))")
    case .missing: line("missing")
    }
  }

  private mutating func axis(_ keyword: String, _ axis: AxisSyntax) {
    part("\(keyword) \(axis.name.text)\(axis.log == nil ? "" : " log")") {
      switch axis.values {
      case .steps(let range, let count):
        $0.expression(range.low)
        $0.expression(range.high)
        $0.part("in") { $0.expression(count) }
      case .list(let values, _): for value in values { $0.expression(value) }
      case .missing: $0.line("missing")
      case nil: break
      }
    }
  }
}
