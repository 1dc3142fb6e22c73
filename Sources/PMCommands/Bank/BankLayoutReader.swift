// Reads a bank layout strictly: every unknown name, with the nearest real one, and where it stands.
import PMCore
import PMFormat

/// Turns the JSON of a layout into a `BankLayout` and collects what is wrong with it.
struct BankLayoutReader {
  private var json: StrictJSON

  init(_ file: String, places: JSONPlaces) {
    json = StrictJSON(file, places: places, valueCode: "bad-layout-value")
  }

  var findings: Findings { json.findings }

  /// Reads the whole layout.
  mutating func read(_ document: JSONValue, into layout: inout BankLayout) {
    let keys = [
      "layout", "contract", "lines", "purpose", "banks", "flags", "encoding", "line_end", "out",
      "totals", "return", "comment",
    ]
    let members = json.members(document, [], keys)
    var encoding = TextEncoding.gb18030
    var lineEnd = "\r\n"
    var given: Set<String> = []
    for (name, value) in members {
      let path = [name]
      given.insert(name)
      switch name {
      case "layout": layout.name = filled(value, path)
      case "contract": layout.contract = filled(value, path)
      case "purpose": layout.purpose = json.string(value, path) ?? ""
      case "lines": layout.grouping = json.choice(value, path) ?? .bill
      case "encoding": encoding = self.encoding(value, path)
      case "line_end": lineEnd = self.lineEnd(value, path)
      case "banks": banks(value, path, &layout)
      case "flags": flags(value, path, &layout)
      default: break
      }
    }
    for name in ["layout", "contract", "flags", "out", "return"] where !given.contains(name) {
      json.wrong([], "missing-key", Words("\"\(name)\" is missing", zh: "缺少 \"\(name)\""))
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
        json.wrong(
          ["return", "fields"], "field-twice",
          Words("\"\(source.rawValue)\" stands there twice", zh: "\"\(source.rawValue)\" 出现了两次"))
      }
    }
    if back.contains(.number), !out.contains(.number) {
      json.wrong(
        ["return", "fields"], "number-not-sent",
        Words("the bank never gets the number that it is to return", zh: "报盘文件中没有 number，银行无法送回"))
    }
    if !back.contains(.number), layout.grouping != .account {
      json.wrong(
        ["lines"], "lines-not-told-apart",
        Words(
          "without a number in the return, \"lines\" must be \"account\"",
          zh: "回盘文件没有 number 时，\"lines\" 须为 \"account\""),
        Words("else two lines of one account could not be told apart", zh: "否则无法区分同一账号的两行"))
    }
    if !layout.flags.values.contains("done") {
      json.wrong(["flags"], "no-success", Words("no flag means done", zh: "没有表示成功（done）的标志"))
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
      json.wrong(
        path + [String(place)], "field-of-a-line",
        Words(
          "\"\(field.source.rawValue)\" differs from line to line: not here",
          zh: "\"\(field.source.rawValue)\" 逐行不同，不能用在此处"))
    }
  }

  private mutating func missing(_ part: String, _ source: BankLayout.Source) {
    json.wrong(
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
    for (name, value) in json.members(value, path, keys) {
      let path = path + [name]
      switch name {
      case "form":
        isFixed = json.word(value, path, of: ["fixed", "delimited"]) == "fixed"
      case "delimiter":
        let mark = json.string(value, path).map { Array($0.utf8) } ?? []
        if mark.count == 1, mark[0] < 0x7F, mark[0] != 0x22 {
          part.form.delimiter = mark[0]
        } else {
          json.bad(path, Words("needs one ASCII character", zh: "应为一个 ASCII 字符"))
        }
      case "quote": part.form.isQuoted = json.boolean(value, path)
      case "encoding": part.form.encoding = self.encoding(value, path)
      case "line_end": part.lineEnd = self.lineEnd(value, path)
      case "header": part.header = fields(value, path)
      case "fields": part.fields = fields(value, path)
      case "trailer": part.trailer = fields(value, path)
      default: break
      }
    }
    switch isFixed {
    case nil: json.wrong(path, "missing-key", Words("\"form\" is missing", zh: "缺少 \"form\""))
    case true?:
      if part.form.delimiter != nil {
        json.wrong(
          path + ["delimiter"], "contradiction",
          Words("fixed widths have no delimiter", zh: "定长格式没有分隔符"))
      }
      for (name, fields) in [
        ("header", part.header ?? []), ("fields", part.fields), ("trailer", part.trailer ?? []),
      ] {
        for (place, field) in fields.enumerated() where field.flat.width == nil {
          json.wrong(
            path + [name, String(place)], "missing-key",
            Words("\"width\" is missing", zh: "缺少 \"width\""))
        }
      }
    case false?: if part.form.delimiter == nil { part.form.delimiter = 0x2C }
    }
    if part.fields.isEmpty {
      json.wrong(path, "missing-key", Words("\"fields\" is missing or empty", zh: "缺少 \"fields\" 或其为空"))
    }
    return part
  }

  private mutating func fields(_ value: JSONValue, _ path: [String]) -> [BankLayout.Field] {
    json.elements(value, path).map { field($0.1, path + [$0.0]) }
  }

  /// `"account"`, or an object with `is`; what is wrong with it is told, and it holds its place.
  private mutating func field(_ value: JSONValue, _ path: [String]) -> BankLayout.Field {
    if case .string = value {
      return BankLayout.Field(source: json.choice(value, path) ?? .ignore)
    }
    var hasSource = false
    var field = BankLayout.Field(source: .ignore)
    let keys = ["is", "text", "width", "align", "fill", "unit", "date", "comment"]
    for (name, value) in json.members(value, path, keys) {
      let path = path + [name]
      switch name {
      case "is":
        hasSource = true
        field.source = json.choice(value, path) ?? .ignore
      case "text": field.text = json.string(value, path) ?? ""
      case "width": field.flat.width = json.integer(value, path, 1...1000)
      case "align":
        field.flat.isRight = json.word(value, path, of: ["left", "right"]) == "right"
      case "fill":
        let fill = json.string(value, path).map { Array($0.utf8) } ?? []
        if fill.count == 1, (0x20..<0x7F).contains(fill[0]) {
          field.flat.fill = fill[0]
        } else {
          json.bad(path, Words("needs one ASCII character", zh: "应为一个 ASCII 字符"))
        }
      case "unit":
        field.isFen = json.word(value, path, of: ["fen", "yuan"]) == "fen"
      case "date": field.date = json.choice(value, path) ?? .plain
      default: break
      }
    }
    if !hasSource, case .object = value {
      json.wrong(path, "missing-key", Words("\"is\" is missing", zh: "缺少 \"is\""))
    }
    return field
  }

  private mutating func banks(_ value: JSONValue, _ path: [String], _ layout: inout BankLayout) {
    for (bank, value) in json.members(value, path, nil) {
      let path = path + [bank]
      if case .string(let code) = value {
        layout.banks[bank] = (code, "")
        continue
      }
      var entry = (code: "", branch: "")
      for (name, value) in json.members(value, path, ["code", "branch"]) {
        let text = json.string(value, path + [name]) ?? ""
        if name == "code" { entry.code = text } else { entry.branch = text }
      }
      layout.banks[bank] = entry
    }
  }

  private mutating func flags(_ value: JSONValue, _ path: [String], _ layout: inout BankLayout) {
    // What no bank says of a line: it was only sent, or taken back by us.
    let results = BankLine.results.map(\.value).filter { $0 != "sent" && $0 != "cancelled" }
    for (flag, value) in json.members(value, path, nil) {
      guard let word = json.word(value, path + [flag], of: results), results.contains(word) else { continue }
      layout.flags[flag] = word
    }
  }

  private mutating func encoding(_ value: JSONValue, _ path: [String]) -> TextEncoding {
    guard let word = json.string(value, path) else { return .gb18030 }
    if let encoding = TextEncoding(named: word), encoding == .utf8 || encoding == .gb18030 {
      return encoding
    }
    json.unknown(path, word, ["gb18030", "utf-8"])
    return .gb18030
  }

  private mutating func lineEnd(_ value: JSONValue, _ path: [String]) -> String {
    json.word(value, path, of: ["crlf", "lf"]) == "lf" ? "\n" : "\r\n"
  }

  private mutating func filled(_ value: JSONValue, _ path: [String]) -> String {
    let text = json.string(value, path)
    if text?.isEmpty == true || (text?.utf8.count ?? 0) > 100 {
      json.bad(path, Words("needs 1 to 100 bytes of text", zh: "应为 1 到 100 字节的文本"))
    }
    return text ?? ""
  }
}
