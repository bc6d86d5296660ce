// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the proof find what links, what conditions and what leaks?

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("The isolation proof")
struct IsolationProofTests {
  private let conformity = ParameterID(5)
  private let solidarity = ParameterID(6)
  private let habituation = ParameterID(7)
  private let fragmentation = ParameterID(8)

  private func proved(_ world: World) throws -> Isolation {
    guard case .proved(let isolation) = IsolationProof.prove(world) else {
      Issue.record("the proof failed")
      throw Unproved()
    }
    return isolation
  }

  private struct Unproved: Error {}

  @Test("in the ministry fragmentation conditions and the other couplings link")
  func ministry() throws {
    let isolation = try proved(IsolationMinistry.world)
    #expect(isolation.linking == [conformity, solidarity, habituation])
    #expect(isolation.conditioning == [fragmentation])
  }

  @Test("alone the ministry's numbness has vanished, and so has every let that read colleagues")
  func folded() throws {
    let isolation = try proved(IsolationMinistry.world)
    let alone = EquationText(isolation.alone).lines(of: isolation.alone.blocks[0])
    #expect(
      alone == [
        "let pull = corrigibility",
        "let push = aversion",
        "obeys ~ bernoulli(logistic((pull - push) / noise))",
      ])
    let unlinked = EquationText(isolation.unlinked).lines(of: isolation.unlinked.blocks[0])
    #expect(unlinked[1] == "let push = aversion * (1 - fragmentation)")
    // Draw sites and indices are those of the world as written.
    #expect(isolation.alone.blocks[0].locals == IsolationMinistry.world.blocks[0].locals)
    #expect(isolation.alone.groups == IsolationMinistry.world.groups)
    #expect(isolation.alone.measures == IsolationMinistry.world.measures)
  }

  @Test("unlinked is alone where no coupling only conditions")
  func unlinkedIsAlone() throws {
    var world = IsolationMinistry.world
    world.parameters[fragmentation.index].offValue = nil
    let isolation = try proved(world)
    #expect(isolation.conditioning.isEmpty)
    #expect(isolation.unlinked == isolation.alone)
  }

  @Test("a habituation that is no coupling leaks, and the path is named")
  func leak() {
    var world = IsolationMinistry.world
    world.parameters[habituation.index].offValue = nil
    guard case .leaks(let diagnostics) = IsolationProof.prove(world) else {
      Issue.record("the leak was not found")
      return
    }
    #expect(diagnostics.count == 1)
    #expect(diagnostics[0].code == "E601")
    #expect(diagnostics[0].message.contains("'clerk.numbness <- desks.obeys, line 37'"))
    #expect(
      diagnostics[0].notes.map(\.message).contains("'clerk.obeys' rests on 'clerk.numbness' here"))
  }

  @Test("a world without harm needs no proof")
  func notNeeded() {
    var world = IsolationMinistry.world
    world.measures[0].limit = nil
    guard case .notNeeded = IsolationProof.prove(world) else {
      Issue.record("a proof was made")
      return
    }
  }

  private func compile(_ text: String, pedantic: Bool = false) -> Compilation {
    WorldCompiler.compile(SourceFile(path: "w.world", text: text), pedantic: pedantic) { _ in [] }
  }

  @Test("the ministry's file gives what the ministry built by hand gives")
  func ministryFile() throws {
    let file = SourceFolder(of: #filePath).appending("../../Worlds/ministry.world")
    let source = SourceFile(path: "ministry.world", bytes: try file.contents())
    let result = WorldCompiler.compile(source) { _ in [] }
    let isolation = try #require(result.checked?.isolation)
    #expect(isolation.linking == [conformity, solidarity, habituation])
    #expect(isolation.conditioning == [fragmentation])
    let alone = EquationText(isolation.alone).lines(of: isolation.alone.blocks[0])
    #expect(alone.last == "obeys ~ bernoulli(logistic((pull - push) / noise))")
    #expect(alone.count == 3)
  }

  @Test("the reasoning names every coupling, what it gates and what remains")
  func reasoning() throws {
    let isolation = try proved(IsolationMinistry.world)
    let lines = isolation.reasoning
    for line in [
      "harm complicity rests on clerk.obeys", "aligned clerk rests on clerk.obeys",
      "coupling conformity links agents; off at 0; stands in let pull (line 34)",
      "coupling habituation links agents; off at 0; stands in clerk.numbness (line 37)",
      "coupling fragmentation only makes conditions; off at 0; stands in let push (line 35)",
      "  clerk.obeys <- desks.obeys, line 36", "  clerk.numbness <- desks.obeys, line 37",
      "alone, with every coupling off, no agent reaches another", "    let push = aversion",
      "    let push = aversion * (1 - fragmentation)",
    ] {
      #expect(lines.contains(line), "'\(line)' is missing from:\n\(lines.joined(separator: "\n"))")
    }
  }

  @Test("more leaks than anyone reads are counted")
  func manyLeaks() {
    let states = (0..<30).map { "  state s\($0) ~ bernoulli(0.5)\n" }.joined()
    let steps = (0..<30).map { "  s\($0) ~ bernoulli(0.1 + 0.5 * mean(g.s\($0)))\n" }.joined()
    let harms = (0..<30).map { "harm h\($0) = mean(g.s\($0)) limit 5%\n" }.joined()
    let text = """
      world "many"
      agents g[10] {
      \(states)}
      step g {
      \(steps)}
      \(harms)
      aligned g = s0 at most 5%
      """
    let codes = compile(text).diagnostics.map(\.code)
    #expect(codes.filter { $0 == "E601" }.count == LeakReport.limit)
    #expect(codes.filter { $0 == "E603" }.count == 1)
  }

  @Test("a proof that would take too long is refused at once")
  func tooLarge() {
    let couplings = (0..<1_500).map { "coupling c\($0) = 0 in 0...1\n" }.joined()
    let sum = (0..<1_500).map { "  let l\($0) = c\($0) * x\n" }.joined()
    let text = """
      world "large"
      \(couplings)
      agents g[10] {
        state x = 0.0
      }
      step g {
      \(sum)  x = l0
      }
      harm h = mean(g.x) limit 5%
      aligned g = x > 1 at most 5%
      """
    #expect(compile(text).diagnostics.map(\.code) == ["E604"])
  }

  @Test("an environment between agents does not hide a path")
  func relay() throws {
    // The checker refuses such a world; the proof does not rest on that.
    var world = IsolationMinistry.world
    let boolean = Member(
      name: "rumour", isTrait: false, type: .boolean,
      initial: .value(Expression(.boolean(false), .boolean)))
    world.groups.append(Group(name: "street", isEnvironment: true, members: [boolean]))
    let obeys = Expression(.other(MemberID(1)), .boolean)
    let any = Expression(
      .aggregate(Aggregate(.any, over: .group(GroupID(0)), value: obeys)), .boolean)
    world.blocks.append(
      StepBlock(
        group: GroupID(1), statements: [Statement(.assign(MemberID(0), any))],
        site: SiteID(path: "street/step")))
    let heard = Expression(.lone(GroupID(1), MemberID(0)), .boolean)
    world.blocks[0].statements.append(
      Statement(
        .conditional(
          heard, then: [Statement(.assign(MemberID(1), Expression(.boolean(true), .boolean)))],
          otherwise: [])))
    guard case .leaks(let diagnostics) = IsolationProof.prove(world) else {
      Issue.record("the relay was not seen")
      return
    }
    #expect(diagnostics.contains { $0.message.contains("'street.rumour <- clerk.obeys") })
  }

  @Test("a chance does not become a bare logistic by folding, which the engine draws more finely")
  func bareLogistic() throws {
    let text = """
      world "logistic"
      coupling pull = 1 in 0...4
      agents g[10] {
        trait care ~ uniform(low: 0, high: 1)
        state a ~ bernoulli(0.5)
        state b ~ bernoulli(0.5)
        state c ~ bernoulli(0.5)
      }
      step g {
        let p = logistic(care)
        let q = p + pull * mean(g.a)
        a ~ bernoulli(logistic(care) + pull * mean(g.a))
        b ~ bernoulli(q)
        c ~ bernoulli(p)
      }
      harm h = mean(g.a) + mean(g.b) + mean(g.c) limit 5%
      aligned g = a at most 5%
      """
    let checked = try #require(compile(text).checked)
    let alone = try #require(checked.isolation).alone
    func chance(_ statement: Statement) -> Expression.Kind? {
      guard case .assignDraw(_, let draw) = statement.kind,
        case .bernoulli(let p) = draw.distribution
      else { return nil }
      return p.kind
    }
    func isSum(_ kind: Expression.Kind?) -> Bool {
      if case .binary(.add, _, let zero) = kind { zero.kind == .number(0) } else { false }
    }
    let statements = alone.blocks[0].statements
    #expect(statements.count == 5)
    #expect(isSum(chance(statements[2])))
    // `q` is a sum already, and so is not `p` in the engine's eyes.
    guard case .bind(_, let q) = statements[1].kind else {
      Issue.record("q has gone")
      return
    }
    #expect(isSum(q.kind))
    #expect(chance(statements[3]) == .local(LocalID(1)))
    #expect(chance(statements[4]) == .local(LocalID(0)))
  }
}
