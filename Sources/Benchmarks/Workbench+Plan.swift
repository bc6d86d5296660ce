// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the engine execute for a case? An ordinary plan of an ordinary world.

import Engine
import WorldLanguage

extension Workbench {
  /// Compiles the world of a case and plans its rounds, one of them for warming up.
  static func plan(
    _ benchmark: BenchmarkCase, root: String, roundCount: Int,
    readFile: (String) throws -> [UInt8]
  ) throws(BenchmarkError) -> RunPlan {
    let path = root + "/" + benchmark.worldPath
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      throw .missing(path: path, reason: "\(error)")
    }
    let source = SourceFile(path: path, bytes: bytes)
    let compilation = WorldCompiler.compile(source) { _ in [] }
    guard let world = compilation.checked?.together else {
      throw .invalidWorld(
        diagnostics: DiagnosticText.render(compilation.diagnostics, in: source))
    }
    for name in benchmark.settings.keys.sorted()
    where !world.parameters.contains(where: { $0.name == name }) {
      throw .unknownParameter(name: name, path: path)
    }
    let requests = (0..<benchmark.replicateCount).map { replicate in
      RunRequest(
        worldIndex: 0,
        parameters: world.parameters.map { parameter in
          guard let values = benchmark.settings[parameter.name] else {
            return parameter.defaultValue
          }
          return values[replicate * values.count / benchmark.replicateCount]
        },
        networkIndex: 0, replicateIndex: replicate)
    }
    let steps = (roundCount + 1) * benchmark.stepsPerRound
    let relaxation = benchmark.comparisons.isEmpty ? 0 : Answer.relaxationStepCount
    return RunPlan(
      worlds: [world], requests: requests, seed: 1,
      stepCount: max(steps, benchmark.answer.stepCount, relaxation))
  }
}
