// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with these files? `arendt check`.

import ArgumentParser
import Engine
import WorldLanguage
import WorldModel

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles worlds and tells everything that is wrong with them.")

  @Argument(help: "World files.", completion: .file(extensions: ["world"]))
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

  /// What the compiler makes of a file, in this order.
  enum Stage: String, ExpressibleByArgument, CaseIterable {
    case tokens, tree, world, isolation, program
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
        let file = try WorldFile(path: path)
        let compilation = file.compile(isPedantic: pedantic)
        let diagnostics = compilation.diagnostics
        if compilation.checked == nil { status = max(status, .wrong) }
        switch format {
        case .text: Terminal.put(DiagnosticText.render(diagnostics, in: file.source))
        case .json: reports.append((file.source, diagnostics))
        }
        if let emit {
          try Terminal.write(listing(emit, of: file, world: compilation.checked))
        } else if !quiet, format == .text {
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

  /// What one stage made of a file; nothing where an error keeps it from being reached.
  private func listing(
    _ stage: Stage, of file: WorldFile, world: CheckedWorld?
  ) -> String {
    switch stage {
    case .tokens: return TokenListing.text(of: file.source)
    case .tree: return TreeListing.text(of: Parser.parse(file.source).0)
    case .world: return world.map { WorldListing.text(of: $0.together) } ?? ""
    case .program: return world.map { ProgramListing($0.together).description } ?? ""
    case .isolation:
      guard let world else { return "" }
      guard let isolation = world.isolation else {
        return "A world without harm needs no isolation proof.\n"
      }
      return isolation.reasoning.map { $0 + "\n" }.joined()
    }
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
