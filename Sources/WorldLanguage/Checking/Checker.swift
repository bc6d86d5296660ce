// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a file mean a world, and which? The phases of checking, and what they share.
//
// Goals, in this order: every error of a file is reported once; nothing follows from an error (what is wrong becomes
// `nil`, which every later check passes on in silence); no input makes it recurse or allocate without bound.

import WorldModel

/// The checker: turns the tree of a file into a world.
public struct Checker {
  var source: SourceFile
  let readFile: (String) throws -> [UInt8]

  var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  private var origins: [Span: Origin] = [:]

  /// The namespace of the file.
  var names: [String: Declared] = [:]
  /// Names that text the parser gave up on may declare; using one is no error.
  var lostNames: Set<String> = [""]
  /// Where the parser found fault.
  var faults: [Span] = []
  /// Lines on which it did; the checker keeps silent about them, as the parser does about those of the lexer.
  private var faultyLines: Set<Int> = []

  var title = ""
  var documentation = ""
  var parameters: [Parameter] = []
  var groups: [GroupScope] = []
  var networks: [NetworkScope] = []
  var functions: [FunctionScope] = []
  var blocks: [StepBlock] = []
  var measures: [MeasureScope] = []
  var estimates: [Estimate] = []
  var alignments: [Alignment] = []
  var alignedGroups: Set<GroupID> = []
  /// Groups of which it has been said that they lack one.
  var uncoveredGroups: Set<GroupID> = []
  var settings = RunSettings()
  /// Where `draws packed` stands.
  var packedDraws: Span?
  var sites = SiteTable()

  /// What may stand in the expression being checked.
  var context = Context(purpose: "", reads: [])
  /// The aggregates around the expression being checked, outermost first.
  var frames: [AggregateFrame] = []
  /// The functions being inlined, outermost first.
  var calls: [CallFrame] = []
  /// The `let` names of the step being checked.
  var scope = LocalScope()

  /// Levels of nesting around the expression being checked, those of inlined functions included.
  var depth = 0
  /// Deepest level since it was last set to `depth`.
  var deepest = 0
  /// Expressions made so far.
  var nodeCount = 0
  var isExhausted = false
  /// What is known of the numbers of neighbours; counting the links of a file takes its time.
  var knownBounds: [NetworkID: NeighbourBounds?] = [:]

  /// Most levels of nesting of a checked expression; bounds the recursion of all who walk it.
  static let deepestNesting = 300
  /// Most expressions that the functions of one world may expand to.
  static let largestExpansion = 400_000

  init(source: SourceFile, readFile: @escaping (String) throws -> [UInt8]) {
    self.source = source
    self.readFile = readFile
  }

  /// Checks the tree of a file.
  ///
  /// - Parameters:
  ///   - file: The tree; declarations that could not be parsed are left out of it.
  ///   - source: The text it came from.
  ///   - parseErrors: What the parser had to say; names that occur in what it gave up on count as declared.
  ///   - readFile: Reads a file named in the world, given its path as written there; relative paths start from the
  ///     folder of the world file.
  /// - Returns: The world, `nil` when there is an error, and what there is to say in the order of the file.
  public static func check(
    _ file: FileSyntax, source: SourceFile, parseErrors: [Diagnostic] = [],
    readFile: @escaping (String) throws -> [UInt8]
  ) -> (World?, [Diagnostic]) {
    let (world, checker) = checkKeepingNames(
      file, source: source, parseErrors: parseErrors, readFile: readFile)
    return (world, checker.diagnostics.inFileOrder())
  }

  /// Checks the tree of a file, and keeps what it declares for the study of the world.
  static func checkKeepingNames(
    _ file: FileSyntax, source: SourceFile, parseErrors: [Diagnostic],
    readFile: @escaping (String) throws -> [UInt8]
  ) -> (World?, Checker) {
    var checker = Checker(source: source, readFile: readFile)
    if !parseErrors.isEmpty {
      checker.lostNames = LostText(file: file, source: source).words
      checker.faults = parseErrors.map(\.span)
      checker.keepSilent(about: parseErrors)
    }
    checker.run(file)
    if parseErrors.isEmpty, checker.diagnostics.allSatisfy({ $0.code == "E509" }) {
      checker.checkCoverage(of: checker.world())
    }
    if parseErrors.isEmpty, checker.diagnostics.isEmpty {
      checker.checkPackedDraws(of: checker.world())
    }
    let isSound = parseErrors.isEmpty && checker.diagnostics.isEmpty
    return (isSound ? checker.world() : nil, checker)
  }

  private mutating func run(_ file: FileSyntax) {
    collect(file)
    findRecursion()
    checkGroupSizes()
    checkNetworks()
    checkMembers()
    checkSteps(file)
    checkMeasures()
    checkEstimates(file)
    checkAlignments(file)
    checkRun(file)
    checkCoverage()
    checkUncalledFunctions()
    for collision in sites.collisions { report(.siteCollision(collision.0, collision.1)) }
  }

  func world() -> World {
    World(
      title: title, documentation: documentation, parameters: parameters,
      groups: groups.map(\.group), networks: networks.map(\.network), blocks: blocks,
      measures: measures.map(\.measure), estimates: estimates, alignments: alignments,
      settings: settings)
  }

  /// Marks the lines on which the parser found fault.
  mutating func keepSilent(about parseErrors: [Diagnostic]) {
    faultyLines = Set(parseErrors.map { source.position(of: $0.span.start).line })
  }

  /// Turns to another file, whose expressions may name what the world declares.
  mutating func turn(to file: SourceFile) {
    source = file
    diagnostics = []
    reported = []
    origins = [:]
    packedDraws = nil
  }

  /// Adds a diagnostic unless it has been reported already, as when a function is inlined twice.
  mutating func report(_ diagnostic: Diagnostic) {
    guard reported.insert(diagnostic).inserted,
      faultyLines.isEmpty || !faultyLines.contains(source.position(of: diagnostic.span.start).line)
    else { return }
    guard diagnostics.count < Parser.maximumErrorCount else {
      if diagnostics.count == Parser.maximumErrorCount {
        diagnostics.append(.tooManyErrors(diagnostic.span))
      }
      return
    }
    var diagnostic = diagnostic
    if let outermost = calls.first(where: { !$0.isAbstract }) {
      diagnostic.notes.append(Diagnostic.calledHere(outermost.name, outermost.span))
    }
    diagnostics.append(diagnostic)
  }

  /// Whether so much has been reported that nothing more will be: what would only help a message is then not sought,
  /// so that thousands of unknown names among thousands of known ones cost no more than a hundred.
  var isFull: Bool { diagnostics.count > Parser.maximumErrorCount }

  /// Returns the name that was probably meant.
  func suggestion(for name: String, among candidates: @autoclosure () -> [String]) -> String? {
    isFull ? nil : Spelling.closest(to: name, among: candidates())
  }

  /// Whether the parser found fault within a declaration, so that what is missing from it is no news.
  func isFaulty(_ span: Span) -> Bool {
    faults.contains { $0.start <= span.end && span.start <= $0.end }
  }

  /// Makes an expression.
  mutating func make(_ kind: Expression.Kind, _ type: ValueType, _ span: Span) -> Expression {
    nodeCount += 1
    return Expression(kind, type, origin: origin(of: span))
  }

  /// Where something was written; remembered, since the body of a function is checked at every call.
  mutating func origin(of span: Span) -> Origin {
    if let known = origins[span] { return known }
    let origin = source.origin(of: span)
    origins[span] = origin
    return origin
  }

  /// Runs a closure with another context, outside all aggregates.
  mutating func within<Result>(
    _ context: Context, _ body: (inout Checker) -> Result
  ) -> Result {
    let outer = self.context
    let outerFrames = frames
    self.context = context
    frames = []
    defer {
      self.context = outer
      frames = outerFrames
    }
    return body(&self)
  }
}
