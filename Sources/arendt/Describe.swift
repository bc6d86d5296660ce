// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is in this world? `arendt describe`.

import ArgumentParser
import WorldLanguage

struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells parameters, couplings, groups, equations and measures of a world.")

  @Argument(help: "A world file.", completion: .file(extensions: ["world"]))
  var world: String

  @Option(help: "text, json or markdown.")
  var format: Form = .text

  @Flag(help: "Say nothing but what is wrong.")
  var quiet = false

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

  func run() throws {
    let file = try WorldFile(path: world)
    let description = WorldDescription(try file.checked(isQuiet: quiet))
    switch format {
    case .text: try Terminal.write(description.text)
    case .json: try Terminal.write(description.json)
    case .markdown: try Terminal.write(description.markdown)
    }
  }
}
