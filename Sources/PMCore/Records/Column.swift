// One column of a record, declared once: names in two languages, kind, rules and meaning.

/// A column of a record type.
package struct Column: Sendable {
  /// The one name in code, CSV, JSON, filters and documentation.
  package let name: String
  package let zh: String
  package let aliases: [String]
  package private(set) var kind: any CellKind
  package let help: Words
  package private(set) var isRequired = false
  /// The stored value of an empty or absent cell of a new row.
  package private(set) var defaultValue: DefaultValue?
  /// The record type whose row this column points at.
  package private(set) var target: (@Sendable () -> RecordType)?
  /// The SQL expression of a column that is computed and never stored; `t` is the record's row.
  package private(set) var expression: String?
  /// Whether lists leave the column out unless it is asked for.
  package private(set) var isHidden = false
  /// Whether only pm's own commands fill the column, never an import or `set`.
  package private(set) var isManaged = false
  /// Whether the column holds the journal entry that made the row; whoever writes rows fills it.
  package private(set) var isStamp = false
  /// Whether a stored value may never change: a room stays in its community.
  package private(set) var isFixed = false
  /// Whether the column tells when something happened: a day to come is a slip of the pen.
  package private(set) var isPast = false
  /// Whether a day to come is refused there, instead of warned of.
  package private(set) var refusesFuture = false
  /// An SQL condition on the rows that a reference may point at.
  package private(set) var restriction: String?
  /// The record type and column in which the text must occur, where no single row is meant:
  /// a charge names a tariff, whichever of its versions is in force.
  package private(set) var vocabulary: (@Sendable () -> (RecordType, String))?
  /// Whom the text names, where any name will do but one that nobody has is pointed out.
  package private(set) var named: Named?

  /// Whose name a text is, or which of the severities that service levels tell apart.
  package enum Named: Sendable {
    case staff, department, either, severity

    package var words: Words {
      switch self {
      case .staff: Words("staff member", zh: "员工")
      case .department: Words("department", zh: "部门")
      case .either: Words("department or staff member", zh: "部门或员工")
      case .severity: Words("severity", zh: "严重程度")
      }
    }
  }

  /// What a new row holds where the file says nothing.
  package enum DefaultValue: Sendable {
    case integer(Int64)
    case text(String)
  }

  package var isReference: Bool { target != nil }
  package var isStored: Bool { expression == nil }

  /// A value as a message may repeat it, at most 80 characters; nil for what is personal.
  package func repeated(_ text: String) -> String? {
    if isPersonal { return nil }
    let shown = kind.mask?(text) ?? text
    return shown.count > 80 ? shown.prefix(80) + "…" : shown
  }

  /// Whether all of it is somebody's own: it can neither be sorted by nor searched.
  package var isPersonal: Bool { kind.mask != nil && !isProse }
  /// Whether it is free text, in which numbers of people are masked and all else is shown.
  package var isProse: Bool { (kind as? TextKind)?.isProse == true }

  /// The column's name in the table: a reference is `room_id`, money `amount_minor`.
  package var sqlName: String {
    if isReference { return name + "_id" }
    if case .money = kind.shape { return name + "_minor" }
    return name
  }

  /// The column's name as SQL text, quoted because `from` and `to` are keywords.
  package var quoted: String { "\"\(sqlName)\"" }

  /// Whether the table holds integers in this column.
  package var storesInteger: Bool { isReference || kind.isInteger }

  init(
    _ name: String, _ zh: String, _ aliases: [String], _ kind: any CellKind, _ help: Words,
    required: Bool = false, default value: DefaultValue? = nil,
    target: (@Sendable () -> RecordType)? = nil
  ) {
    self.name = name
    self.zh = zh
    self.aliases = aliases
    self.kind = kind
    self.help = help
    isRequired = required
    defaultValue = value
    self.target = target
  }

  /// This column, left out of lists unless it is asked for.
  package var hidden: Column { with { $0.isHidden = true } }
  /// This column, filled by pm's own commands only.
  package var managed: Column { with { $0.isManaged = true } }
  /// This column, never to change once stored.
  package var fixed: Column { with { $0.isFixed = true } }
  /// This date or moment, of something that has happened.
  package var past: Column { with { $0.isPast = true } }
  /// This date or moment, which cannot be one to come.
  package var pastOnly: Column { past.with { $0.refusesFuture = true } }
  /// This column, required in every row.
  package var required: Column { with { $0.isRequired = true } }
  /// This text as it stands, whatever its digits look like: a code, the number of a document, a digest.
  package var verbatim: Column {
    guard let text = kind as? TextKind else { return self }
    return with { $0.kind = TextKind(limit: text.limit, isProse: false) }
  }
  /// This reference, to rows of which `condition` holds.
  package func restricted(_ condition: String) -> Column { with { $0.restriction = condition } }
  /// This column, whose text must occur in `column` of `record`.
  package func among(
    _ column: String, of record: @autoclosure @escaping @Sendable () -> RecordType
  ) -> Column {
    verbatim.with { $0.vocabulary = { (record(), column) } }
  }
  /// This text, as the name of somebody or of a department: free words, for history has names that
  /// are no longer known, but a slip is pointed out.
  package func naming(_ named: Named) -> Column { with { $0.named = named } }
  /// This column as a computed one.
  package func computed(_ expression: String) -> Column { with { $0.expression = expression } }

  private func with(_ change: (inout Column) -> Void) -> Column {
    var copy = self
    change(&copy)
    return copy
  }
}

// How declarations spell their columns.
extension Column {
  package static func code(
    _ name: String, zh: String, aliases: [String] = [], required: Bool = true, _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, CodeKind(), help, required: required)
  }

  /// What people write; numbers of phones and of people in it are masked, unless it is `verbatim`.
  package static func text(
    _ name: String, zh: String, aliases: [String] = [], required: Bool = false,
    limit: Int = 4096, default value: String? = nil, _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, TextKind(limit: limit), help, required: required,
      default: value.map { .text($0) })
  }

  package static func reference(
    _ name: String, to target: @autoclosure @escaping @Sendable () -> RecordType, zh: String,
    aliases: [String] = [], required: Bool = false, _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, CodeKind(), help, required: required, target: target)
  }

  package static func choice(
    _ name: String, _ choices: [Choice], zh: String, aliases: [String] = [],
    required: Bool = false, default value: String? = nil, _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, ChoiceKind(choices), help, required: required,
      default: value.map { .text($0) })
  }

  package static func boolean(
    _ name: String, zh: String, aliases: [String] = [], default value: Bool? = nil,
    _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, BooleanKind(), help, default: value.map { .integer($0 ? 1 : 0) })
  }

  package static func decimal(
    _ name: String, scale: Int, minimum: Int64 = 0, zh: String, aliases: [String] = [],
    required: Bool = false, default value: Int64? = nil, _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, DecimalKind(scale: scale, minimum: minimum, isMoney: false), help,
      required: required, default: value.map { .integer($0) })
  }

  /// A rate or a part of a whole: from 0 to 1.
  package static func rate(
    _ name: String, zh: String, aliases: [String] = [], required: Bool = false,
    default value: Int64? = nil, _ help: Words = ""
  ) -> Column {
    let kind = DecimalKind(
      scale: Rate.scale, minimum: 0, maximum: Rate.unitsOfOne, isMoney: false)
    return Column(
      name, zh, aliases, kind, help, required: required, default: value.map { .integer($0) })
  }

  package static func money(
    _ name: String, minimum: Int64 = .min, zh: String, aliases: [String] = [],
    required: Bool = false, default value: Int64? = nil, _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, DecimalKind(scale: 2, minimum: minimum, isMoney: true), help,
      required: required, default: value.map { .integer($0) })
  }

  package static func integer(
    _ name: String, _ range: ClosedRange<Int64>, zh: String, aliases: [String] = [],
    required: Bool = false, default value: Int64? = nil, _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, IntegerKind(range: range), help, required: required,
      default: value.map { .integer($0) })
  }

  /// A date; `sinceEver` where an empty cell of a key means "since ever".
  package static func date(
    _ name: String, zh: String, aliases: [String] = [], required: Bool = false,
    sinceEver: Bool = false, _ help: Words = ""
  ) -> Column {
    Column(
      name, zh, aliases, DateKind(emptyIsPast: sinceEver), help, required: required,
      default: sinceEver ? .integer(Int64(Day.distantPast.number)) : nil)
  }

  package static func instant(
    _ name: String, zh: String, aliases: [String] = [], required: Bool = false, _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, InstantKind(), help, required: required)
  }

  package static func period(
    _ name: String, zh: String, aliases: [String] = [], required: Bool = false, _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, PeriodKind(), help, required: required)
  }

  package static func phone(
    _ name: String, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, PhoneKind(), help)
  }

  package static func mail(
    _ name: String, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, MailKind(), help)
  }

  package static func idNumber(
    _ name: String, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, IDNumberKind(), help)
  }

  package static func bankAccount(
    _ name: String, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, BankAccountKind(), help)
  }

  /// Whom to turn to, in words that may hold a telephone number.
  package static func contact(
    _ name: String, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, ContactKind(), help)
  }

  /// The journal entry by which a row came: what was known when can be told from it.
  package static func stamp(_ name: String, zh: String, _ help: Words) -> Column {
    integer(name, 0...(.max), zh: zh, required: true, help).managed.hidden.with { $0.isStamp = true }
  }

  /// The number of a document: its row number behind a prefix.
  package static func serial(
    _ name: String, prefix: String, width: Int, zh: String, aliases: [String] = [],
    _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, SerialKind(prefix: prefix, width: width), help)
  }

  /// Numbers of several documents, as text.
  package static func serials(
    _ name: String, of number: Column, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    let kind = (number.kind as? SerialKind) ?? SerialKind(prefix: "", width: 1)
    return Column(name, zh, aliases, SerialListKind(kind), help)
  }
}
