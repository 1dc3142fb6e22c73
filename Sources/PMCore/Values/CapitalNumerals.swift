// Amounts in Chinese capital numerals (中文大写金额), as receipts and vouchers write them.
//
// By 《支付结算办法》 Annex 1 (People's Bank of China, 1997): a run of zeros between figures is
// written as one 零; zeros at the end of a group of four digits are not written; 零 stands between 元
// and 分 where 角 is missing, and before 角 where the figure before 元 is 0; 整 follows where the
// amount ends with 元 or 角. Where the annex allows two forms, its first one.

extension Money {
  /// The amount in capital numerals: 1234.50 is 壹仟贰佰叁拾肆元伍角整, 0 is 零元整.
  package var capitalNumerals: String {
    let magnitude = units.magnitude
    let (yuan, cents) = magnitude.quotientAndRemainder(dividingBy: 100)
    let (jiao, fen) = cents.quotientAndRemainder(dividingBy: 10)
    var text = units < 0 ? "负" : ""
    if yuan > 0 { text += wholeNumeral(yuan) + "元" }
    if jiao > 0 {
      if yuan > 0, yuan % 10 == 0 { text += "零" }
      text += digit(jiao) + "角"
    } else if yuan > 0, fen > 0 {
      text += "零"
    }
    if fen > 0 { return text + digit(fen) + "分" }
    return (magnitude == 0 ? "零元" : text) + "整"
  }
}

/// A whole number above zero: groups of four digits, named 万, 亿, 万亿.
private func wholeNumeral(_ number: UInt64) -> String {
  var groups: [UInt64] = []
  var rest = number
  while rest > 0 {
    groups.append(rest % 10_000)
    rest /= 10_000
  }
  var text = ""
  var hasGap = false
  for (place, group) in groups.enumerated().reversed() {
    // 亿 stands after its group even where that is 0 and 万亿 are above it.
    let unit = ["", "万", "亿", "万", "亿"][min(place, 4)]
    if group == 0 {
      if place == 2, groups.count > 3 { text += "亿" }
      hasGap = !text.isEmpty
      continue
    }
    if !text.isEmpty, hasGap || group < 1000 { text += "零" }
    text += groupNumeral(group) + unit
    hasGap = false
  }
  return text
}

/// One to four digits: a run of zeros within them is one 零.
private func groupNumeral(_ group: UInt64) -> String {
  var text = ""
  var hasGap = false
  for (power, unit) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] as [(UInt64, String)] {
    let figure = group / power % 10
    if figure == 0 {
      hasGap = !text.isEmpty
    } else {
      text += (hasGap ? "零" : "") + digit(figure) + unit
      hasGap = false
    }
  }
  return text
}

private func digit(_ figure: UInt64) -> String {
  ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"][Int(figure % 10)]
}
