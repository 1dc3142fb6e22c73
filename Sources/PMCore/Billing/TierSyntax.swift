// The written form of tier blocks: 180:5.00 260:7.00 *:9.00, and 20:=30.00 for a flat block.

/// The blocks that `text` writes, separated by blanks.
///
/// Bounds are above zero and rise; the last block is `*`, and only the last.
func parseBlocks(_ text: String) throws(RuleError) -> [TierBlock] {
  let characters = text.map(plain)
  var blocks: [TierBlock] = []
  var index = 0
  while index < characters.count {
    if characters[index] == " " || characters[index] == "\t" {
      index += 1
      continue
    }
    var end = index
    while end < characters.count, characters[end] != " ", characters[end] != "\t" { end += 1 }
    if let last = blocks.last, last.upTo == nil {
      throw RuleError(
        index + 1, "nothing can follow the block *", zh: "“*” 一档之后不能再有其他档")
    }
    let block = try parseBlock(characters[index..<end])
    if let bound = block.upTo, bound <= (blocks.last?.upTo ?? .zero) {
      throw RuleError(
        index + 1, "bounds must rise and be above zero", zh: "各档上限必须大于零且逐档增大")
    }
    blocks.append(block)
    index = end
  }
  if blocks.isEmpty { throw RuleError(1, "there is no block", zh: "没有任何一档") }
  if blocks.last?.upTo != nil {
    throw RuleError(
      characters.count + 1, "the last block must be *:price", zh: "最后一档必须写作 *:单价")
  }
  return blocks
}

private func parseBlock(_ text: ArraySlice<Character>) throws(RuleError) -> TierBlock {
  guard let colon = text.firstIndex(of: ":") else {
    throw RuleError(
      text.startIndex + 1, "expected bound:price, such as 180:5.00",
      zh: "应写作 上限：单价，例如 180:5.00")
  }
  var upTo: Quantity?
  let bound = String(text[..<colon])
  if bound != "*" {
    upTo = Quantity(bound)
    if upTo == nil {
      throw RuleError(
        text.startIndex + 1, "the bound is not a decimal number of at most 4 decimals",
        zh: "上限不是小数 (最多四位)")
    }
  }
  var start = colon + 1
  let isFlat = start < text.endIndex && text[start] == "="
  if isFlat { start += 1 }
  guard let price = Price(String(text[start...])) else {
    throw RuleError(
      start + 1, "the price is not a decimal number of at most 8 decimals",
      zh: "单价不是小数 (最多八位)")
  }
  if price < .zero {
    throw RuleError(start + 1, "the price is below zero", zh: "单价小于零")
  }
  return TierBlock(upTo: upTo, price: price, isFlat: isFlat)
}

extension Tiers: CustomStringConvertible {
  /// The blocks as they are written.
  package var description: String {
    blocks.map { block in
      (block.upTo?.description ?? "*") + (block.isFlat ? ":=" : ":") + block.price.description
    }.joined(separator: " ")
  }
}
