// SPDX-License-Identifier: GPL-3.0-or-later
//
// In which forms is a world described? As text for a terminal, as Markdown for a page, as JSON for a program.

import WorldModel

extension WorldDescription {
  /// The description for a terminal: what is declared, and under it what it means.
  public var text: String {
    var lines = [world.title]
    if !world.documentation.isEmpty { lines += [""] + Self.lines(of: world.documentation) }
    for section in sections {
      lines += ["", section.title]
      for row in section.rows {
        let indent = String(repeating: "  ", count: row.level + 1)
        lines.append(indent + row.code)
        lines += Self.lines(of: row.meaning).map { indent + "    " + $0 }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The description as Markdown: a list under each heading, equations as code.
  public var markdown: String {
    var lines = ["# \(Self.escaped(world.title))"]
    if !world.documentation.isEmpty {
      lines += [""] + Self.lines(of: world.documentation).map(Self.escaped)
    }
    for section in sections {
      lines += ["", "## \(section.title)", ""]
      if section.title == "Each step" {
        lines.append("```")
        lines += section.rows.map { String(repeating: "  ", count: $0.level) + $0.code }
        lines.append("```")
        continue
      }
      for row in section.rows {
        let indent = String(repeating: "  ", count: row.level)
        let meaning = Self.lines(of: row.meaning).map(Self.escaped).joined(separator: " ")
        lines.append("\(indent)- `\(row.code)`\(meaning.isEmpty ? "" : ": \(meaning)")")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The description as one JSON object.
  public var json: String {
    let quoted = DiagnosticJSON.quoted
    func array(_ objects: [String]) -> String { "[\(objects.joined(separator: ", "))]" }
    func object(_ fields: [(String, String)]) -> String {
      "{ \(fields.map { "\(quoted($0.0)): \($0.1)" }.joined(separator: ", ")) }"
    }
    func lines(_ title: String) -> String {
      array(
        (sections.first { $0.title == title }?.rows ?? []).map {
          quoted(String(repeating: "  ", count: $0.level) + $0.code)
        })
    }
    func parameters(_ isShown: (Parameter) -> Bool) -> String {
      array(
        world.parameters.enumerated().filter { isShown($1) }.map { index, parameter in
          var fields = [
            ("name", quoted(parameter.name)),
            ("symbol", parameter.symbol.map(quoted) ?? "null"),
            ("meaning", quoted(parameter.documentation)),
            ("default", "\(parameter.defaultValue)"),
            ("low", "\(parameter.range.lowerBound)"), ("high", "\(parameter.range.upperBound)"),
            ("count", "\(parameter.isCount)"),
          ]
          if let off = parameter.offValue {
            fields.append(("off", "\(off)"))
            fields.append(("role", role(of: ParameterID(index)).map(quoted) ?? "null"))
          }
          return object(fields)
        })
    }
    let groups = world.groups.enumerated().map { index, group in
      object([
        ("name", quoted(group.name)), ("meaning", quoted(group.documentation)),
        ("environment", "\(group.isEnvironment)"), ("size", size(of: group).map(quoted) ?? "null"),
        (
          "members",
          array(
            group.members.map { member in
              object([
                ("name", quoted(member.name)), ("kind", member.isTrait ? "\"trait\"" : "\"state\""),
                ("meaning", quoted(member.documentation)),
                ("initial", quoted(equation(of: member, in: GroupID(index)))),
              ])
            })
        ),
      ])
    }
    let networks = world.networks.map { network in
      object([
        ("name", quoted(network.name)), ("meaning", quoted(network.documentation)),
        ("reader", quoted(world.groups[network.reader.index].name)),
        ("read", quoted(world.groups[network.read.index].name)),
        ("generator", quoted(generator(of: network))),
      ])
    }
    let measures = world.measures.map { measure in
      object([
        ("name", quoted(measure.name)), ("meaning", quoted(measure.documentation)),
        ("harm", "\(measure.isHarm)"), ("equation", quoted(equation(of: measure))),
        ("limit", measure.limit.map { quoted(equations.text(of: $0)) } ?? "null"),
      ])
    }
    let fields = [
      ("world", quoted(world.title)), ("meaning", quoted(world.documentation)),
      ("parameters", parameters { !$0.isCoupling }), ("couplings", parameters { $0.isCoupling }),
      ("groups", array(groups)), ("networks", array(networks)), ("steps", lines("Each step")),
      ("measures", array(measures)), ("aligned", lines("Alone")), ("run", lines("Run")),
    ]
    return "{\n" + fields.map { "  \(quoted($0.0)): \($0.1)" }.joined(separator: ",\n") + "\n}\n"
  }

  private static func lines(of text: String) -> [String] {
    text.isEmpty
      ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>#|".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// How the links of a network are made, as in the language.
  func generator(of network: Network) -> String {
    func of(_ expression: Expression) -> String { equations.text(of: expression) }
    switch network.generator {
    case .complete: return "complete()"
    case .ring(let degree): return "ring(degree: \(of(degree)))"
    case .lattice(let dimensions, let neighbours, let periodic):
      return "lattice(dimensions: \(of(dimensions))"
        + (neighbours.map { ", neighbours: \(of($0))" } ?? "")
        + (periodic ? "" : ", periodic: false") + ")"
    case .smallWorld(let degree, let rewiring):
      return "small_world(degree: \(of(degree)), rewiring: \(of(rewiring)))"
    case .erdosRenyi(let degree): return "erdos_renyi(degree: \(of(degree)))"
    case .regular(let degree): return "regular(degree: \(of(degree)))"
    case .scaleFree(let links): return "scale_free(links: \(of(links)))"
    case .configuration(.value(let degree)): return "configuration(degree = \(of(degree)))"
    case .configuration(.draw(let draw)):
      return "configuration(degree ~ \(equations.text(of: draw, group: network.reader)))"
    case .blocks(let count, let inside, let outside):
      return "blocks(count: \(of(count)), inside: \(of(inside)), outside: \(of(outside)))"
    case .teams(let size): return "teams(size: \(of(size)))"
    case .tree(let branching, let read):
      return "tree(branching: \(of(branching))\(read == .parent ? "" : ", read: \(read)"))"
    case .pipeline(let length, let read):
      let parts = [length.map { "length: \(of($0))" }, read == .previous ? nil : "read: \(read)"]
      return "pipeline(\(parts.compactMap { $0 }.joined(separator: ", ")))"
    case .star: return "star()"
    case .bipartite(let degree): return "bipartite(degree: \(of(degree)))"
    case .assigned(let each): return "assigned(each: \(of(each)))"
    case .file(let list, let directed):
      let isWithin = network.reader == network.read
      return "file(\"\(list.path)\"\(directed && isWithin ? ", directed: true" : ""))"
    case .reverse(let other): return "reverse(\(world.networks[other.index].name))"
    }
  }
}
