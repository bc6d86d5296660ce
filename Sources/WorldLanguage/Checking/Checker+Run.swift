// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are the defaults of a run? Each setting once, whole where it counts, within what the engine can name.

import WorldModel

extension Checker {
  /// Checks the `run` declaration.
  mutating func checkRun(_ file: FileSyntax) {
    var first: Span?
    for declaration in file.declarations {
      guard case .run(let written) = declaration.kind else { continue }
      if let first {
        report(.secondRun(Span(declaration.span.start, declaration.span.start + 3), first: first))
      }
      first = first ?? Span(declaration.span.start, declaration.span.start + 3)
      checkSettings(written)
    }
  }

  /// Checks settings, each once, and that they go together with those there are.
  ///
  /// Replicates lower a larger number of networks that was there before.
  mutating func checkSettings(_ written: [RunSettingSyntax]) {
    var spans: [String: Span] = [:]
    for setting in written {
      if let first = spans.updateValue(setting.span, forKey: setting.kind.name) {
        report(.settingTwice(setting.kind.name, setting.span, first: first))
      }
      check(setting)
    }
    if let warmup = settings.warmup, warmup >= settings.steps,
      let span = spans["warmup"] ?? spans["steps"]
    {
      report(.warmupTooLong(warmup: warmup, steps: settings.steps, span))
    }
    if spans["replicates"] != nil, spans["networks"] == nil {
      settings.setReplicates(settings.replicates)
    }
    if let networks = settings.networks {
      if networks > settings.replicates, let span = spans["networks"] {
        report(.moreNetworksThanReplicates(networks, replicates: settings.replicates, span))
      }
    }
    let realisations = max(1, settings.networks ?? min(16, settings.replicates))
    if (settings.replicates - 1) / realisations >= 0xF_FFFF,
      let span = spans["replicates"] ?? spans["networks"]
    {
      report(.tooManyReplicates(perNetwork: 0xF_FFFF, span))
    }
  }

  private mutating func check(_ setting: RunSettingSyntax) {
    switch setting.kind {
    case .steps(let value):
      if let steps = wholeConstant(value, "'steps'", in: 1...0xFFFF_FFFF) { settings.steps = steps }
    case .warmup(nil): settings.warmup = nil
    case .warmup(let value?):
      if let warmup = wholeConstant(value, "'warmup'", in: 0...0xFFFF_FFFF) {
        settings.warmup = warmup
      }
    case .replicates(let value):
      if let count = wholeConstant(value, "'replicates'", in: 1...4_294_963_200) {
        settings.replicates = count
      }
    case .networks(let value):
      if let count = wholeConstant(value, "'networks'", in: 1...4096) { settings.networks = count }
    case .recordEvery(let value):
      if let every = wholeConstant(value, "'record every'", in: 1...0xFFFF_FFFF) {
        settings.recordEvery = every
      }
    case .seed(let value):
      if let seed = wholeConstant(value, "'seed'", in: 0...0xFFFF_FFFF) {
        settings.seed = UInt32(seed)
      }
    case .stopWhen(let condition):
      settings.stopWhen = within(.stopWhen) { $0.checkBoolean(condition) }
    case .drawsPacked:
      packedDraws = packedDraws ?? setting.span
      settings.drawsPacked = true
    case .starts(let name, let low, let high): checkStarts(name, low, high, setting.span)
    }
  }

  /// Checks that replicates can share words where they are said to.
  mutating func checkPackedDraws(of world: World) {
    guard let setting = packedDraws else { return }
    let (rules, obstacles) = world.packedRules()
    for obstacle in obstacles {
      let bytes = obstacle.origin.bytes
      report(
        .cannotPack(obstacle.reason, Span(bytes.lowerBound, bytes.upperBound), setting: setting))
    }
    if rules.isEmpty && obstacles.isEmpty { report(.nothingToPack(setting)) }
  }

  private mutating func checkStarts(
    _ name: NameSyntax, _ low: ExpressionSyntax, _ high: ExpressionSyntax, _ span: Span
  ) {
    let ends = [low, high].map { ($0.span, constant($0, "'starts'")) }
    guard case .parameter(let id)? = names[name.text]?.meaning else {
      if let declared = names[name.text] {
        report(.notAParameter(name, phrase: declared.phrase))
      } else if let builtIn = BuiltIn.all[name.text] {
        report(.notAParameter(name, phrase: builtIn.phrase))
      } else if !lostNames.contains(name.text) {
        report(
          .unknownName(
            name, suggestion: suggestion(for: name.text, among: parameters.map(\.name))))
      }
      return
    }
    let parameter = parameters[id.index]
    for (place, value) in ends {
      guard let value else { return }
      guard parameter.range.contains(value) else {
        report(.startOutsideRange(name.text, value: value, parameter.range, place))
        return
      }
      if parameter.isCount, value.rounded(.towardZero) != value {
        report(.settingNotWhole("'starts'", value: value, place))
        return
      }
    }
    guard let a = ends[0].1, let b = ends[1].1 else { return }
    guard a < b else {
      report(.startsNotOpposite(span))
      return
    }
    settings.starts = Starts(parameter: id, low: a, high: b)
  }
}

extension RunSettingSyntax.Kind {
  /// Name of the setting as written.
  fileprivate var name: String {
    switch self {
    case .steps: return "steps"
    case .warmup: return "warmup"
    case .replicates: return "replicates"
    case .networks: return "networks"
    case .starts: return "starts"
    case .recordEvery: return "record every"
    case .seed: return "seed"
    case .stopWhen: return "stop when"
    case .drawsPacked: return "draws packed"
    }
  }
}
