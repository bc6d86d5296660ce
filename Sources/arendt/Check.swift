// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with these files? `arendt check`.

import ArgumentParser
import Engine
import WorldLanguage
import WorldModel

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles worlds and studies and tells everything that is wrong with them.")

  @Argument(help: "World and study files.", completion: .file(extensions: ["world", "study"]))
  var files: [String]

  @Flag(help: "Also tell what is legal but suspicious.")
  var pedantic = false

  @Option(help: "How diagnostics are written: text on standard error, or json on standard output.")
  var format: Form = .text

  @Option(help: "Print what the compiler made of the file.")
  var emit: Stage?

  @Flag(help: "Say nothing but what is wrong.")
  var quiet = false

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  /// What the compiler makes of a file, in this order; of a study `world` and what follows are those of its world.
  enum Stage: String, ExpressibleByArgument, CaseIterable {
    case tokens, tree, study, world, isolation, program, plan
  }

  func validate() throws {
    if emit != nil, format == .json {
      throw ValidationError("--emit prints text; leave --format json out.")
    }
  }

  func run() throws {
    var status = ExitStatus.done
    var reports: [(file: SourceFile, diagnostics: [Diagnostic])] = []
    for path in files {
      do {
        let result = Compiled(try WorldFile(path: path), isPedantic: pedantic)
        if !result.isSound { status = max(status, .wrong) }
        switch format {
        case .text:
          for report in result.reports {
            Terminal.put(DiagnosticText.render(report.diagnostics, in: report.file))
          }
        case .json: reports += result.reports
        }
        if let emit {
          try Terminal.write(result.listing(emit))
        } else if !quiet, format == .text {
          let diagnostics = result.reports.flatMap(\.diagnostics)
          Terminal.say(Self.summary(of: diagnostics, path: path))
        }
      } catch let failure as CommandFailure {
        if failure.status != .usage { throw failure }
        Terminal.say("arendt: \(failure.message ?? path)")
        status = .usage
      }
    }
    if format == .json { try Terminal.write(DiagnosticJSON.render(reports)) }
    if status != .done { throw CommandFailure(status) }
  }

  private static func summary(of diagnostics: [Diagnostic], path: String) -> String {
    let errorCount = diagnostics.count { $0.severity == .error }
    let warningCount = diagnostics.count { $0.severity == .warning }
    func counted(_ count: Int, _ noun: String) -> String {
      "\(count == 0 ? "no" : String(count)) \(noun)\(count == 1 ? "" : "s")"
    }
    return "\(path): \(counted(errorCount, "error")), \(counted(warningCount, "warning"))"
  }
}
