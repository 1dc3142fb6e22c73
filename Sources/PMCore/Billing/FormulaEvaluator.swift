// The value of a formula's tree, exactly.

/// The value of `expression`, where conditions are 1 or 0.
///
/// Its depth is bounded by the parser.
func evaluate(_ expression: Expression, _ inputs: FormulaInputs) throws(EvaluationError) -> Ratio {
  switch expression {
  case .number(let value): return value
  case .variable(let variable):
    guard let value = inputs[variable] else { throw .missing(variable.rawValue) }
    return value
  case .custom(let name):
    guard let value = inputs.custom[name] else { throw .missing(name) }
    return value
  case .negated(let inner): return try evaluate(inner, inputs).negated
  case .binary(let joint, let left, let right):
    let (first, second) = (try evaluate(left, inputs), try evaluate(right, inputs))
    return try exactly { () throws(ArithmeticError) in try combine(joint, first, second) }
  case .choice(let test, let yes, let no):
    let isTrue = try evaluate(test, inputs).numerator != 0
    return try evaluate(isTrue ? yes : no, inputs)
  case .call(let function, let arguments):
    var values: [Ratio] = []
    for argument in arguments { values.append(try evaluate(argument, inputs)) }
    return try apply(function, values)
  case .tier(let quantity, let blocks):
    let value = try evaluate(quantity, inputs)
    if !value.isNegative { return try cost(of: value, blocks, inputs) }
    return try cost(of: value.negated, blocks, inputs).negated
  }
}

/// Runs `body`, and says of an arithmetic fault that it happened in a formula.
private func exactly(_ body: () throws(ArithmeticError) -> Ratio) throws(EvaluationError) -> Ratio {
  do { return try body() } catch { throw .arithmetic(error) }
}

private func combine(_ joint: Operator, _ left: Ratio, _ right: Ratio)
  throws(ArithmeticError) -> Ratio
{
  let isTrue: Bool
  switch joint {
  case .plus: return try left.plus(right)
  case .minus: return try left.minus(right)
  case .times: return try left.times(right)
  case .over: return try left.divided(by: right)
  case .less: isTrue = try left.compared(to: right) < 0
  case .lessOrEqual: isTrue = try left.compared(to: right) <= 0
  case .more: isTrue = try left.compared(to: right) > 0
  case .moreOrEqual: isTrue = try left.compared(to: right) >= 0
  case .equal: isTrue = left == right
  case .unequal: isTrue = left != right
  }
  return isTrue ? .one : .zero
}

private func apply(_ function: Function, _ values: [Ratio]) throws(EvaluationError) -> Ratio {
  guard let first = values.first else { return .zero }
  switch function {
  case .min, .max:
    let sign = function == .min ? -1 : 1
    var best = first
    for value in values.dropFirst() {
      let isBetter: Bool
      do { isBetter = try value.compared(to: best) * sign > 0 } catch { throw .arithmetic(error) }
      if isBetter { best = value }
    }
    return best
  case .abs: return first.isNegative ? first.negated : first
  case .floor: return try settled(first, first.isNegative ? .up : .down, digits: 0)
  case .ceil: return try settled(first, first.isNegative ? .down : .up, digits: 0)
  case .round:
    guard values.count == 2 else { return try settled(first, .halfUp, digits: 0) }
    guard values[1].denominator == 1, let digits = Int(exactly: values[1].numerator),
      (0...8).contains(digits)
    else { throw .digits }
    return try settled(first, .halfUp, digits: digits)
  }
}

private func settled(_ value: Ratio, _ rounding: Rounding, digits: Int)
  throws(EvaluationError) -> Ratio
{
  try exactly { () throws(ArithmeticError) in
    Ratio(try value.rounded(rounding, scale: digits), over: powersOfTen[digits])
  }
}

/// The graduated cost of `quantity` (zero or more): each block's part at its price.
private func cost(of quantity: Ratio, _ blocks: [ExpressionBlock], _ inputs: FormulaInputs)
  throws(EvaluationError) -> Ratio
{
  var sum = Ratio.zero
  var lower = Ratio.zero
  do {
    for block in blocks {
      if try quantity.compared(to: lower) <= 0 { break }
      var upper = quantity
      if let expression = block.bound {
        let bound = try evaluate(expression, inputs)
        if try bound.compared(to: lower) <= 0 { throw EvaluationError.bounds }
        if try bound.compared(to: quantity) < 0 { upper = bound }
      }
      let part = block.isFlat ? .one : try upper.minus(lower)
      sum = try sum.plus(part.times(evaluate(block.price, inputs)))
      lower = upper
    }
  } catch let error as EvaluationError {
    throw error
  } catch {
    throw .arithmetic(error as? ArithmeticError ?? .overflow)
  }
  return sum
}
