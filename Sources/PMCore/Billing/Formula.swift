// A tariff's formula: an exact-decimal expression, checked once and evaluated for every line.

/// A checked formula of the rule language: `+ - * / ( )`, comparisons, `if`, `min max round floor
/// ceil abs`, `tier(q, 180:5, 260:7, *:9)`, variables and custom columns.
package struct Formula: Sendable {
  /// As it was written.
  package let text: String
  let expression: Expression
  /// Whether it names `quantity`, so that it needs a usage.
  package let usesQuantity: Bool

  /// The custom columns that it names.
  package let customNames: Set<String>

  /// Checks `text`; names other than the language's own must be in `customNames` (nil: may be any).
  package init(_ text: String, customNames: Set<String>? = []) throws(RuleError) {
    self.text = text
    var parser = FormulaParser(tokens: try tokens(of: text), customNames: customNames)
    expression = try parser.parse()
    usesQuantity = parser.usesQuantity
    self.customNames = parser.usedNames
  }

  /// The exact value for one line.
  package func value(_ inputs: FormulaInputs) throws(EvaluationError) -> Ratio {
    try evaluate(expression, inputs)
  }
}

/// The numbers that a formula may name; nil is a number that the room or the line does not have.
package struct FormulaInputs: Sendable {
  /// Floor area in m².
  package var area: Ratio?
  package var usableArea: Ratio?
  package var quantity: Ratio?
  package var price: Ratio?
  package var months: Ratio?
  /// Covered days of the line.
  package var days: Ratio?
  /// Days of the billed period's month.
  package var daysInMonth: Ratio?
  package var householdSize: Ratio?
  package var floor: Ratio?
  package var custom: [String: Ratio] = [:]

  package init() {}

  /// The numbers that there are, by name: those of the language in its order, then custom ones.
  package var named: [(name: String, value: Ratio)] {
    Variable.allCases.compactMap { name in self[name].map { (name.rawValue, $0) } }
      + custom.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  subscript(_ variable: Variable) -> Ratio? {
    switch variable {
    case .area: area
    case .usableArea: usableArea
    case .quantity: quantity
    case .price: price
    case .months: months
    case .days: days
    case .daysInMonth: daysInMonth
    case .householdSize: householdSize
    case .floor: floor
    }
  }
}

/// Why a formula has no value for a line.
package enum EvaluationError: Error, Equatable, Sendable {
  case arithmetic(ArithmeticError)
  /// The room or the line does not have the number of this name.
  case missing(String)
  /// `round` to a number of digits that is not 0, 1, … 8.
  case digits
  /// The bounds of a `tier` do not rise.
  case bounds

  /// What to tell people.
  package var words: Words {
    switch self {
    case .arithmetic(.divisionByZero): Words("the formula divides by zero", zh: "公式中除数为零")
    case .arithmetic(.overflow): Words("the formula's value is too large", zh: "公式的值过大")
    case .missing(let name):
      Words("the formula needs \(name), which is empty", zh: "公式所需的 \(name) 为空")
    case .digits: Words("round takes 0 to 8 digits", zh: "round 的位数应为 0 至 8")
    case .bounds: Words("the bounds of tier do not rise", zh: "tier 的各档上限没有逐档增大")
    }
  }
}

/// The language's own names.
enum Variable: String, Sendable, CaseIterable {
  case area
  case usableArea = "usable_area"
  case quantity, price, months, days
  case daysInMonth = "days_in_month"
  case householdSize = "household_size"
  case floor
}

/// Functions of numbers.
enum Function: String, Sendable, CaseIterable {
  case min, max, round, floor, ceil, abs

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .min, .max: 1...100
    case .round: 1...2
    case .floor, .ceil, .abs: 1...1
    }
  }
}

/// Operators with two sides.
enum Operator: String, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case less = "<"
  case lessOrEqual = "<="
  case more = ">"
  case moreOrEqual = ">="
  case equal = "="
  case unequal = "!="
}

/// A formula as a tree.
///
/// Conditions are 1 (true) or 0; the parser keeps them out of sums.
indirect enum Expression: Sendable {
  case number(Ratio)
  case variable(Variable)
  case custom(String)
  case negated(Expression)
  case binary(Operator, Expression, Expression)
  case choice(Expression, Expression, Expression)
  case call(Function, [Expression])
  case tier(Expression, [ExpressionBlock])
}

/// A block of `tier`: up to `bound` (nil: without end) at `price` a unit, or flat.
struct ExpressionBlock: Sendable {
  let bound: Expression?
  let price: Expression
  let isFlat: Bool
}
