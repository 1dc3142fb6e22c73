// Builds the tree of a formula, and refuses what makes no sense, with the column.

/// A recursive-descent parser over the tokens of one formula.
struct FormulaParser {
  let tokens: [Token]
  let customNames: Set<String>?
  private(set) var usesQuantity = false
  private(set) var usedNames: Set<String> = []
  private var next = 0
  private var depth = 0

  /// How deep brackets, signs and calls may nest.
  private static let mostDepth = 100

  init(tokens: [Token], customNames: Set<String>?) {
    self.tokens = tokens
    self.customNames = customNames
  }

  /// The whole formula, which must be a number.
  mutating func parse() throws(RuleError) -> Expression {
    let expression = try number()
    if token.kind != .end {
      throw RuleError(token.column, "the formula should end here", zh: "公式应在此结束")
    }
    return expression
  }

  private var token: Token { tokens[min(next, tokens.count - 1)] }

  private mutating func accept(_ mark: String) -> Bool {
    guard token.kind == .mark(mark) else { return false }
    next += 1
    return true
  }

  private mutating func expect(_ mark: String) throws(RuleError) {
    if !accept(mark) {
      throw RuleError(token.column, "expected \"\(mark)\"", zh: "此处应为“\(mark)”")
    }
  }

  /// An expression with an amount for value, not a condition.
  private mutating func number() throws(RuleError) -> Expression {
    let column = token.column
    let (expression, isCondition) = try numberOrCondition()
    if isCondition {
      throw RuleError(
        column, "a number is needed here, not a comparison", zh: "此处应为数值，不能是比较")
    }
    return expression
  }

  private mutating func condition() throws(RuleError) -> Expression {
    let column = token.column
    let (expression, isCondition) = try numberOrCondition()
    if !isCondition {
      throw RuleError(
        column, "a comparison is needed here, such as area > 100", zh: "此处应为比较，例如 area > 100")
    }
    return expression
  }

  /// A sum, or two sums compared.
  private mutating func numberOrCondition() throws(RuleError) -> (Expression, isCondition: Bool) {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.mostDepth {
      throw RuleError(token.column, "the formula nests too deep", zh: "公式嵌套过深")
    }
    let column = token.column
    let left = try sum()
    guard case .mark(let mark) = token.kind, let comparison = Operator(rawValue: mark),
      ["<", "<=", ">", ">=", "=", "!="].contains(mark)
    else { return left }
    if left.isCondition {
      throw RuleError(column, "comparisons cannot be chained", zh: "比较不能连写")
    }
    next += 1
    let rightColumn = token.column
    let right = try sum()
    if right.isCondition {
      throw RuleError(rightColumn, "a number is needed here", zh: "此处应为数值")
    }
    return (.binary(comparison, left.0, right.0), true)
  }

  private mutating func sum() throws(RuleError) -> (Expression, isCondition: Bool) {
    try chain(["+": .plus, "-": .minus]) { (parser) throws(RuleError) in try parser.product() }
  }

  private mutating func product() throws(RuleError) -> (Expression, isCondition: Bool) {
    try chain(["*": .times, "/": .over]) { (parser) throws(RuleError) in try parser.factor() }
  }

  /// Parts joined by `operators`, from the left; only a part that stands alone may be a condition.
  private mutating func chain(
    _ operators: [String: Operator],
    _ part: (inout FormulaParser) throws(RuleError) -> (Expression, isCondition: Bool)
  ) throws(RuleError) -> (Expression, isCondition: Bool) {
    let column = token.column
    var (result, isCondition) = try part(&self)
    while case .mark(let mark) = token.kind, let joint = operators[mark] {
      next += 1
      let rightColumn = token.column
      let right = try part(&self)
      if isCondition || right.isCondition {
        throw RuleError(
          isCondition ? column : rightColumn, "a comparison cannot be part of a sum or product",
          zh: "比较不能参与加减乘除")
      }
      result = .binary(joint, result, right.0)
      isCondition = false
    }
    return (result, isCondition)
  }

  /// A sign, a number, a name, a call or a bracket.
  private mutating func factor() throws(RuleError) -> (Expression, isCondition: Bool) {
    let start = token
    switch start.kind {
    case .number(let value):
      next += 1
      return (.number(value), false)
    case .mark("-"):
      next += 1
      return (.negated(try signed()), false)
    case .mark("("):
      next += 1
      let inner = try numberOrCondition()
      try expect(")")
      return inner
    case .name(let name):
      next += 1
      if accept("(") { return (try call(name, start.column), false) }
      return (try variable(name, start.column), false)
    case .mark, .end:
      throw RuleError(start.column, "a number is needed here", zh: "此处应为数值")
    }
  }

  private mutating func signed() throws(RuleError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    let column = token.column
    if depth > Self.mostDepth {
      throw RuleError(column, "the formula nests too deep", zh: "公式嵌套过深")
    }
    let (inner, isCondition) = try factor()
    if isCondition { throw RuleError(column, "a number is needed here", zh: "此处应为数值") }
    return inner
  }

  private mutating func variable(_ name: String, _ column: Int) throws(RuleError) -> Expression {
    if name.count > 64 { throw RuleError(column, "the name is too long", zh: "名称过长") }
    if let variable = Variable(rawValue: name) {
      usesQuantity = usesQuantity || variable == .quantity
      return .variable(variable)
    }
    if customNames?.contains(name) ?? true {
      usedNames.insert(name)
      return .custom(name)
    }
    let known = Variable.allCases.map(\.rawValue) + (customNames ?? []).sorted()
    let list = known.joined(separator: ", ")
    throw RuleError(
      column, "\"\(name)\" is no known name; there are \(list)", zh: "没有“\(name)”；可用的有 \(list)")
  }

  private mutating func call(_ name: String, _ column: Int) throws(RuleError) -> Expression {
    if name == "if" {
      let test = try condition()
      try expect(",")
      let yes = try number()
      try expect(",")
      let no = try number()
      try expect(")")
      return .choice(test, yes, no)
    }
    if name == "tier" { return try tier() }
    if name.count > 64 { throw RuleError(column, "the name is too long", zh: "名称过长") }
    guard let function = Function(rawValue: name) else {
      let list = (["if", "tier"] + Function.allCases.map(\.rawValue)).joined(separator: ", ")
      throw RuleError(
        column, "\"\(name)\" is no known function; there are \(list)",
        zh: "没有函数“\(name)”；可用的有 \(list)")
    }
    var arguments = [try number()]
    while accept(",") { arguments.append(try number()) }
    try expect(")")
    if !function.arity.contains(arguments.count) {
      throw RuleError(
        column, "\(name) does not take \(arguments.count) numbers",
        zh: "\(name) 不能有 \(arguments.count) 个参数")
    }
    return .call(function, arguments)
  }

  /// `q, t1:p1, t2:p2, *:pn)`; the last block may also be written `…:pn` or `:pn`.
  private mutating func tier() throws(RuleError) -> Expression {
    let quantity = try number()
    var blocks: [ExpressionBlock] = []
    var last: Ratio?
    while accept(",") {
      let column = token.column
      if let block = blocks.last, block.bound == nil {
        throw RuleError(column, "nothing can follow the last block", zh: "最后一档之后不能再有其他档")
      }
      var bound: Expression?
      if !accept("*"), !accept("…"), token.kind != .mark(":") { bound = try number() }
      if case .number(let value)? = bound {
        if value.numerator <= 0 || (try? value.compared(to: last ?? .zero)) ?? 1 <= 0 {
          throw RuleError(
            column, "bounds must rise and be above zero", zh: "各档上限必须大于零且逐档增大")
        }
        last = value
      }
      try expect(":")
      let isFlat = accept("=")
      blocks.append(ExpressionBlock(bound: bound, price: try number(), isFlat: isFlat))
    }
    if blocks.last?.bound != nil || blocks.isEmpty {
      throw RuleError(
        token.column, "the last block of tier must be *:price", zh: "tier 的最后一档必须写作 *:单价")
    }
    try expect(")")
    return .tier(quantity, blocks)
  }
}
