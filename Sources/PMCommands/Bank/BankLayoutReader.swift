// Reads a bank layout strictly: every unknown name, with the nearest real one, and where it stands.
import PMCore
import PMFormat

/// Turns the JSON of a layout into a `BankLayout` and collects what is wrong with it.
struct BankLayoutReader {
  private let file: String
  private let places: JSONPlaces
  private(set) var findings = Findings()

  init(_ file: String, places: JSONPlaces) {
    self.file = file
    self.places = places
  }

  /// Reads the whole layout.
  mutating func read(_ document: JSONValue, into layout: inout BankLayout) {
    let keys = [
      "layout", "contract", "lines", "purpose", "banks", "flags", "encoding", "line_end", "out",
      "totals", "return", "comment",
    ]
    let members = members(document, [], keys)
    var encoding = TextEncoding.gb18030
    var lineEnd = "\r\n"
    var given: Set<String> = []
    for (name, value) in members {
      let path = [name]
      given.insert(name)
      switch name {
      case "layout": layout.name = filled(value, path)
      case "contract": layout.contract = filled(value, path)
      case "purpose": layout.purpose = string(value, path) ?? ""
      case "lines": layout.grouping = choice(value, path) ?? .bill
      case "encoding": encoding = self.encoding(value, path)
      case "line_end": lineEnd = self.lineEnd(value, path)
      case "banks": banks(value, path, &layout)
      case "flags": flags(value, path, &layout)
      default: break
      }
    }
    for name in ["layout", "contract", "flags", "out", "return"] where !given.contains(name) {
      wrong([], "missing-key", Words("\"\(name)\" is missing", zh: "缺少 \"\(name)\""))
    }
    for (name, value) in members {
      switch name {
      case "out": layout.out = part(value, [name], encoding, lineEnd)
      case "totals": layout.totals = part(value, [name], encoding, lineEnd)
      case "return": layout.back = part(value, [name], encoding, lineEnd)
      default: break
      }
    }
    if findings.isEmpty { check(layout) }
  }

  /// What the parts of a layout must have for a return to be checked.
  private mutating func check(_ layout: BankLayout) {
    func sources(_ part: BankLayout.Part) -> [BankLayout.Source] { part.fields.map(\.source) }
    let (out, back) = (sources(layout.out), sources(layout.back))
    for source in [BankLayout.Source.account, .amount] where !out.contains(source) {
      missing("out", source)
    }
    if !back.contains(.account) { missing("return", .account) }
    if !back.contains(.amountFlag) {
      for source in [BankLayout.Source.amount, .flag] where !back.contains(source) {
        missing("return", source)
      }
    }
    for source in Set(back) where source != .ignore && source != .constant {
      if back.filter({ $0 == source }).count > 1 {
        wrong(
          ["return", "fields"], "field-twice",
          Words("\"\(source.rawValue)\" stands there twice", zh: "\"\(source.rawValue)\" 出现了两次"))
      }
    }
    if back.contains(.number), !out.contains(.number) {
      wrong(
        ["return", "fields"], "number-not-sent",
        Words("the bank never gets the number that it is to return", zh: "报盘文件中没有 number，银行无法送回"))
    }
    if !back.contains(.number), layout.grouping != .account {
      wrong(
        ["lines"], "lines-not-told-apart",
        Words(
          "without a number in the return, \"lines\" must be \"account\"",
          zh: "回盘文件没有 number 时，\"lines\" 须为 \"account\""),
        Words("else two lines of one account could not be told apart", zh: "否则无法区分同一账号的两行"))
    }
    if !layout.flags.values.contains("done") {
      wrong(["flags"], "no-success", Words("no flag means done", zh: "没有表示成功（done）的标志"))
    }
    for (name, part) in [("out", layout.out), ("return", layout.back)] {
      for (line, fields) in [("header", part.header), ("trailer", part.trailer)] {
        if let fields { batchOnly(fields, [name, line]) }
      }
    }
    if let totals = layout.totals { batchOnly(totals.fields, ["totals", "fields"]) }
  }

  private mutating func batchOnly(_ fields: [BankLayout.Field], _ path: [String]) {
    for (place, field) in fields.enumerated() where !field.source.isOfBatch {
      wrong(
        path + [String(place)], "field-of-a-line",
        Words(
          "\"\(field.source.rawValue)\" differs from line to line: not here",
          zh: "\"\(field.source.rawValue)\" 逐行不同，不能用在此处"))
    }
  }

  private mutating func missing(_ part: String, _ source: BankLayout.Source) {
    wrong(
      [part, "fields"], "missing-field",
      Words("no field is \"\(source.rawValue)\"", zh: "没有 \"\(source.rawValue)\" 字段"))
  }

  // MARK: Parts

  private mutating func part(
    _ value: JSONValue, _ path: [String], _ encoding: TextEncoding, _ lineEnd: String
  ) -> BankLayout.Part {
    var part = BankLayout.Part()
    part.form.encoding = encoding
    part.lineEnd = lineEnd
    var isFixed: Bool?
    let keys = [
      "form", "delimiter", "quote", "encoding", "line_end", "header", "fields", "trailer", "comment",
    ]
    for (name, value) in members(value, path, keys) {
      let path = path + [name]
      switch name {
      case "form":
        let word = string(value, path)
        isFixed = word == "fixed"
        if let word, word != "fixed", word != "delimited" {
          unknown(path, word, ["fixed", "delimited"])
        }
      case "delimiter":
        let mark = string(value, path).map { Array($0.utf8) } ?? []
        if mark.count == 1, mark[0] < 0x7F, mark[0] != 0x22 {
          part.form.delimiter = mark[0]
        } else {
          bad(path, Words("needs one ASCII character", zh: "应为一个 ASCII 字符"))
        }
      case "quote":
        if case .bool(let flag) = value {
          part.form.isQuoted = flag
        } else {
          bad(path, Words("needs true or false", zh: "应为 true 或 false"))
        }
      case "encoding": part.form.encoding = self.encoding(value, path)
      case "line_end": part.lineEnd = self.lineEnd(value, path)
      case "header": part.header = fields(value, path)
      case "fields": part.fields = fields(value, path)
      case "trailer": part.trailer = fields(value, path)
      default: break
      }
    }
    switch isFixed {
    case nil: wrong(path, "missing-key", Words("\"form\" is missing", zh: "缺少 \"form\""))
    case true?:
      if part.form.delimiter != nil {
        wrong(
          path + ["delimiter"], "contradiction",
          Words("fixed widths have no delimiter", zh: "定长格式没有分隔符"))
      }
      for (name, fields) in [
        ("header", part.header ?? []), ("fields", part.fields), ("trailer", part.trailer ?? []),
      ] {
        for (place, field) in fields.enumerated() where field.flat.width == nil {
          wrong(
            path + [name, String(place)], "missing-key",
            Words("\"width\" is missing", zh: "缺少 \"width\""))
        }
      }
    case false?: if part.form.delimiter == nil { part.form.delimiter = 0x2C }
    }
    if part.fields.isEmpty {
      wrong(path, "missing-key", Words("\"fields\" is missing or empty", zh: "缺少 \"fields\" 或其为空"))
    }
    return part
  }

  private mutating func fields(_ value: JSONValue, _ path: [String]) -> [BankLayout.Field] {
    guard case .array(let elements) = value else {
      bad(path, Words("needs a list: […]", zh: "应为列表 […]"))
      return []
    }
    return elements.enumerated().map { field($0.element, path + [String($0.offset)]) }
  }

  /// `"account"`, or an object with `is`; what is wrong with it is told, and it holds its place.
  private mutating func field(_ value: JSONValue, _ path: [String]) -> BankLayout.Field {
    if case .string = value {
      return BankLayout.Field(source: choice(value, path) ?? .ignore)
    }
    var hasSource = false
    var field = BankLayout.Field(source: .ignore)
    let keys = ["is", "text", "width", "align", "fill", "unit", "date", "comment"]
    for (name, value) in members(value, path, keys) {
      let path = path + [name]
      switch name {
      case "is":
        hasSource = true
        field.source = choice(value, path) ?? .ignore
      case "text": field.text = string(value, path) ?? ""
      case "width":
        if case .number(let text) = value, let width = Int(text), (1...1000).contains(width) {
          field.flat.width = width
        } else {
          bad(path, Words("needs a number from 1 to 1000", zh: "应为 1 到 1000 的数"))
        }
      case "align":
        let word = string(value, path)
        field.flat.isRight = word == "right"
        if let word, word != "left", word != "right" { unknown(path, word, ["left", "right"]) }
      case "fill":
        let fill = string(value, path).map { Array($0.utf8) } ?? []
        if fill.count == 1, (0x20..<0x7F).contains(fill[0]) {
          field.flat.fill = fill[0]
        } else {
          bad(path, Words("needs one ASCII character", zh: "应为一个 ASCII 字符"))
        }
      case "unit":
        let word = string(value, path)
        field.isFen = word == "fen"
        if let word, word != "fen", word != "yuan" { unknown(path, word, ["fen", "yuan"]) }
      case "date": field.date = choice(value, path) ?? .plain
      default: break
      }
    }
    if !hasSource, case .object = value {
      wrong(path, "missing-key", Words("\"is\" is missing", zh: "缺少 \"is\""))
    }
    return field
  }

  private mutating func banks(_ value: JSONValue, _ path: [String], _ layout: inout BankLayout) {
    for (bank, value) in members(value, path, nil) {
      let path = path + [bank]
      if case .string(let code) = value {
        layout.banks[bank] = (code, "")
        continue
      }
      var entry = (code: "", branch: "")
      for (name, value) in members(value, path, ["code", "branch"]) {
        let text = string(value, path + [name]) ?? ""
        if name == "code" { entry.code = text } else { entry.branch = text }
      }
      layout.banks[bank] = entry
    }
  }

  private mutating func flags(_ value: JSONValue, _ path: [String], _ layout: inout BankLayout) {
    // What no bank says of a line: it was only sent, or taken back by us.
    let results = BankLine.results.map(\.value).filter { $0 != "sent" && $0 != "cancelled" }
    for (flag, value) in members(value, path, nil) {
      guard let word = string(value, path + [flag]) else { continue }
      if results.contains(word) {
        layout.flags[flag] = word
      } else {
        unknown(path + [flag], word, results)
      }
    }
  }

  private mutating func encoding(_ value: JSONValue, _ path: [String]) -> TextEncoding {
    guard let word = string(value, path) else { return .gb18030 }
    if let encoding = TextEncoding(named: word), encoding == .utf8 || encoding == .gb18030 {
      return encoding
    }
    unknown(path, word, ["gb18030", "utf-8"])
    return .gb18030
  }

  private mutating func lineEnd(_ value: JSONValue, _ path: [String]) -> String {
    guard let word = string(value, path) else { return "\r\n" }
    if word != "crlf", word != "lf" { unknown(path, word, ["crlf", "lf"]) }
    return word == "lf" ? "\n" : "\r\n"
  }

  // MARK: JSON

  private mutating func members(
    _ value: JSONValue, _ path: [String], _ names: [String]?
  ) -> [(String, JSONValue)] {
    guard case .object(let members) = value else {
      bad(path, Words("needs an object: {…}", zh: "应为对象 {…}"))
      return []
    }
    return members.compactMap { member in
      guard let names, !names.contains(member.name) else { return (member.name, member.value) }
      let near = suggestion(for: member.name, among: names)
      wrong(
        path + [member.name], "unknown-key",
        Words("unknown key \"\(member.name)\"", zh: "未知的键 \"\(member.name)\""),
        near.map { Words("did you mean \"\($0)\"?", zh: "是否为 \"\($0)\"？") }
          ?? Words(
            "known are \(names.joined(separator: ", "))", zh: "可用的键：\(names.joined(separator: "、"))"))
      return nil
    }
  }

  private mutating func choice<Word: RawRepresentable & CaseIterable>(
    _ value: JSONValue, _ path: [String]
  ) -> Word? where Word.RawValue == String {
    guard let text = string(value, path) else { return nil }
    if let word = Word(rawValue: text) { return word }
    unknown(path, text, Word.allCases.map(\.rawValue))
    return nil
  }

  private mutating func string(_ value: JSONValue, _ path: [String]) -> String? {
    if case .string(let text) = value { return text }
    bad(path, Words("needs text in quotes", zh: "应为带引号的文本"))
    return nil
  }

  private mutating func filled(_ value: JSONValue, _ path: [String]) -> String {
    let text = string(value, path)
    if text?.isEmpty == true || (text?.utf8.count ?? 0) > 100 {
      bad(path, Words("needs 1 to 100 bytes of text", zh: "应为 1 到 100 字节的文本"))
    }
    return text ?? ""
  }

  private mutating func unknown(_ path: [String], _ word: String, _ names: [String]) {
    let near = suggestion(for: word, among: names)
    let all = names.joined(separator: ", ")
    wrong(
      path, "bad-layout-value",
      Words("\"\(word)\" is none of \(all)", zh: "“\(word)”不是以下之一：\(all)"),
      near.map { Words("did you mean \"\($0)\"?", zh: "是否为 \"\($0)\"？") })
  }

  private mutating func bad(_ path: [String], _ words: Words) {
    wrong(path, "bad-layout-value", words)
  }

  private mutating func wrong(
    _ path: [String], _ code: String, _ words: Words, _ hint: Words? = nil
  ) {
    // What is only counted needs no place, for which the file is read from its beginning.
    if findings.count >= Findings.shown { return findings.add(Finding(code, words)) }
    let (line, column) = places.place(of: path)
    let place = Place(
      file: file, line: line, column: column,
      columnName: path.isEmpty ? nil : path.joined(separator: "."))
    findings.add(Finding(code, words, hint: hint, at: place))
  }
}
