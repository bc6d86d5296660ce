// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is drawn after `~`? Distributions with their labels, and choices with their arms.

import WorldModel

extension Checker {
  /// Checks a distribution.
  ///
  /// - Parameters:
  ///   - syntax: What stands after `~`.
  ///   - cases: The cases of the state drawn, for the arms of a choice.
  ///   - site: Name of the draw.
  /// - Returns: The draw, `nil` when it is wrong.
  mutating func checkDraw(_ syntax: DrawSyntax, cases: CaseSet?, site: SiteID) -> Draw? {
    let name = syntax.name
    guard let forms = DistributionForm.labels[name.text] else {
      if name.text == "pick" {
        report(.strayPick(name, in: context.purpose))
      } else if !lostNames.contains(name.text) {
        report(
          .unknownDistribution(
            name,
            suggestion: suggestion(for: name.text, among: DistributionForm.names + ["pick"])))
      }
      return nil
    }
    let isChoice = name.text == "weights" || name.text == "logit"
    if isChoice != (syntax.arms != nil) {
      report(.armsWhereNone(name, usage: DistributionForm.usage(name.text), syntax.span))
      return nil
    }
    let bound = bind(syntax.arguments, to: forms, name, syntax.span)
    let arms = isChoice ? checkArms(syntax.arms ?? [], cases, name) : nil
    guard let bound, !isChoice || arms != nil else { return nil }
    var values: [String: Expression] = [:]
    for (label, value) in bound.sorted(by: { $0.key < $1.key }) { values[label] = value }
    guard let distribution = Distribution(name.text, values, arms?.arms ?? []) else { return nil }
    let type: ValueType
    switch distribution {
    case .bernoulli: type = .boolean
    case .weights, .logit: type = arms?.type ?? .boolean
    default:
      let highest = distribution.arguments.map(precision).max() ?? .single
      type = .number(max(.single, highest))
    }
    return Draw(
      site: site, distribution: distribution, type: type, origin: origin(of: syntax.span))
  }

  /// Checks the arguments of a distribution and sorts them by label.
  private mutating func bind(
    _ arguments: [ArgumentSyntax], to forms: [[String]], _ name: NameSyntax, _ span: Span
  ) -> [String: Expression]? {
    let labels = Set(forms.joined())
    let usage = DistributionForm.usage(name.text)
    var spans: [String: Span] = [:]
    var bound: [String: Expression] = [:]
    var isSound = true
    for argument in arguments {
      guard !argument.isMissing else {
        isSound = false
        continue
      }
      guard case .expression(let value) = argument.value else {
        report(.argumentForm(argument.label?.text ?? name.text, usage, argument.span))
        isSound = false
        continue
      }
      let checked = checkNumber(value)
      if checked == nil { isSound = false }
      let label = argument.label?.text ?? "_"
      if !labels.contains(label) {
        if let written = argument.label {
          report(
            .unknownLabel(
              written, of: name, suggestion: suggestion(for: label, among: labels.sorted()),
              usage: usage))
        } else {
          report(.unlabelledArgument(of: name, usage: usage, argument.span))
        }
        isSound = false
      } else if let first = spans.updateValue(argument.span, forKey: label) {
        report(.argumentTwice(label, of: name, argument.span, first: first))
        isSound = false
      } else {
        bound[label] = checked
      }
    }
    guard isSound else { return nil }
    guard forms.contains(where: { Set($0) == Set(bound.keys) }) else {
      report(.wrongArguments(of: name, usage: usage, span))
      return nil
    }
    return bound
  }

  private mutating func checkArms(
    _ arms: [ArmSyntax], _ cases: CaseSet?, _ name: NameSyntax
  ) -> (arms: [Arm], type: ValueType)? {
    var seen: [String: Span] = [:]
    var checked: [Arm] = []
    var isSound = true
    let isBoolean = cases == nil
    if arms.isEmpty {
      report(.noArms(name))
      return nil
    }
    if isBoolean, !arms.contains(where: { $0.choice.text == "true" || $0.choice.text == "false" }) {
      report(.armsWithoutCases(name, choices: arms.map(\.choice.text)))
      isSound = false
    }
    let known = cases?.names ?? ["false", "true"]
    for arm in arms {
      let value = checkNumber(arm.value)
      if let first = seen.updateValue(arm.choice.span, forKey: arm.choice.text) {
        report(.armTwice(arm.choice, first: first))
        isSound = false
      }
      guard let choice = known.firstIndex(of: arm.choice.text) else {
        if isSound || !isBoolean {
          report(
            .unknownArm(
              arm.choice, known: known,
              suggestion: suggestion(for: arm.choice.text, among: known)))
        }
        isSound = false
        continue
      }
      if let value { checked.append(Arm(choice: choice, value: value)) } else { isSound = false }
    }
    return isSound ? (checked, cases.map { .cases($0) } ?? .boolean) : nil
  }
}

extension Distribution {
  /// Makes a distribution from its checked arguments; those of one of its forms are there.
  fileprivate init?(_ name: String, _ values: [String: Expression], _ arms: [Arm]) {
    let plain = values["_"]
    let (mean, sd) = (values["mean"], values["sd"])
    switch name {
    case "weights": self = .weights(arms)
    case "logit":
      guard let plain else { return nil }
      self = .logit(temperature: plain, arms)
    case "bernoulli":
      guard let plain else { return nil }
      self = .bernoulli(p: plain)
    case "uniform":
      guard let low = values["low"], let high = values["high"] else { return nil }
      self = .uniform(low: low, high: high)
    case "binomial":
      guard let trials = values["trials"], let probability = values["probability"] else {
        return nil
      }
      self = .binomial(trials: trials, probability: probability)
    case "gamma" where mean == nil:
      guard let shape = values["shape"], let scale = values["scale"] else { return nil }
      self = .gammaShape(shape: shape, scale: scale)
    case "beta" where mean == nil:
      guard let a = values["a"], let b = values["b"] else { return nil }
      self = .betaShape(a: a, b: b)
    default:
      guard let mean else { return nil }
      switch (name, sd) {
      case ("exponential", nil): self = .exponential(mean: mean)
      case ("poisson", nil): self = .poisson(mean: mean)
      case ("normal", let sd?): self = .normal(mean: mean, sd: sd)
      case ("lognormal", let sd?): self = .lognormal(mean: mean, sd: sd)
      case ("gamma", let sd?): self = .gammaMoments(mean: mean, sd: sd)
      case ("beta", let sd?): self = .betaMoments(mean: mean, sd: sd)
      default: return nil
      }
    }
  }
}
