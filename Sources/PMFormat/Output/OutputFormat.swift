// The formats of --format, and what else shapes the output.

/// A format that rows can be written in.
package enum OutputFormat: String, CaseIterable, Sendable {
  case table
  case csv
  case tsv
  case json
  case jsonl
  case md
  case html

  /// The format that a file's name asks for by its extension, or nil.
  package init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonl
    case "md", "markdown": self = .md
    case "html", "htm": self = .html
    case "txt": self = .table
    default: return nil
    }
  }

  /// A sink that writes this format into a buffer.
  package func sink(
    to buffer: ByteBuffer, options: OutputOptions = OutputOptions()
  ) -> any RowSink {
    switch self {
    case .table: TableSink(buffer, options)
    case .csv: CSVSink(buffer, options)
    case .tsv:
      options.quotesTSV || options.excel
        ? CSVSink(buffer, options, delimiter: UInt8(ascii: "\t")) : TSVSink(buffer, options)
    case .json: JSONSink(buffer, lines: false)
    case .jsonl: JSONSink(buffer, lines: true)
    case .md: MarkdownSink(buffer, options)
    case .html: HTMLSink(buffer, options)
    }
  }

  /// True for the formats that people read rather than programs.
  package var isForPeople: Bool {
    switch self {
    case .table, .md, .html: true
    case .csv, .tsv, .json, .jsonl: false
    }
  }
}

/// What shapes the output beside its format.
package struct OutputOptions: Sendable {
  /// CSV and TSV as a spreadsheet wants them: byte order mark, CRLF, guarded cells.
  package var excel = false
  /// TSV cells are quoted as spreadsheets and imports read them, instead of escaped.
  package var quotesTSV = false
  /// CSV and TSV headings are the titles instead of the names.
  package var titles = false
  /// The table may use bold.
  package var color = false
  /// The columns of the terminal that the table is cut to; nil never cuts.
  package var width: Int?
  /// The word for true in the formats for people.
  package var yes = "yes"
  /// The word for false in the formats for people.
  package var no = "no"
  /// What an HTML table says that has no rows.
  package var empty = "no rows"
  /// The language of the document, as HTML names it.
  package var language = "en"

  /// The defaults.
  package init() {}
}
