// Papers as HTML for A4: each begins on a page of its own, and its foot stands at the page's foot.

/// Writes papers into one self-contained page without script.
package struct PaperHTML: PaperSink {
  private let buffer: ByteBuffer
  private let language: String
  private let title: String
  private var count = 0

  /// - Parameter title: of the document, for the window and the file.
  package init(_ buffer: ByteBuffer, title: String, language: String) {
    self.buffer = buffer
    self.title = title
    self.language = language
  }

  package mutating func add(_ paper: Paper) throws(OutputError) {
    start()
    count += 1
    markup("<article>\n<header>\n<p class=\"head\">")
    escaped(paper.letterhead)
    markup("</p>\n<h1>")
    escaped(paper.title)
    if let mark = paper.mark { element("span class=\"mark\"", mark) }
    markup("</h1>\n")
    if let number = paper.number { element("p class=\"number\"", number) }
    markup("</header>\n")
    list(paper.fields, "fields")
    for text in paper.opening { element("p", text) }
    list(paper.boxes, "boxes")
    table(paper)
    // What closes the paper stays together: no lone line goes over to a page of its own.
    markup("<div class=\"end\">\n")
    list(paper.sums, "sums")
    for text in paper.closing { element("p", text) }
    if !paper.signatures.isEmpty {
      markup("<div class=\"signatures\">\n")
      for field in paper.signatures {
        markup("<div>")
        element("span", field.name)
        element("span class=\"line\"", field.value)
        markup("</div>\n")
      }
      markup("</div>\n")
    }
    markup("</div>\n")
    if let footer = paper.footer {
      markup("<footer>")
      escaped(footer)
      markup("</footer>\n")
    }
    markup("</article>\n")
    try buffer.check()
  }

  package mutating func finish() throws(OutputError) {
    start()
    markup("</main>\n</body>\n</html>\n")
    try buffer.flush()
  }

  private func start() {
    guard count == 0 else { return }
    markup("<!DOCTYPE html>\n<html lang=\"")
    escaped(language)
    markup("\">\n<head>\n<meta charset=\"utf-8\">\n")
    markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
    escaped(title)
    markup("</title>\n<style>\n\(paperStyle)\n</style>\n</head>\n<body>\n<main>\n")
  }

  private func list(_ fields: [Paper.Field], _ kind: String) {
    if fields.isEmpty { return }
    markup("<dl class=\"\(kind)\">\n")
    for field in fields {
      markup("<div>")
      element("dt", field.name)
      element("dd", field.value)
      markup("</div>\n")
    }
    markup("</dl>\n")
  }

  private func table(_ paper: Paper) {
    if paper.columns.isEmpty { return }
    markup("<table>\n<thead><tr>")
    for column in paper.columns {
      element(column.isNumeric ? "th class=\"n\"" : "th", column.title)
    }
    markup("</tr></thead>\n<tbody>\n")
    for row in paper.rows { self.row(row, paper.columns) }
    if let totals = paper.totals {
      markup("</tbody>\n<tbody class=\"totals\">\n")
      row(totals, paper.columns)
    }
    markup("</tbody>\n</table>\n")
  }

  private func row(_ cells: [String], _ columns: [Paper.Column]) {
    markup("<tr>")
    for (cell, column) in zip(cells, columns) {
      element(column.isNumeric ? "td class=\"n\"" : "td", cell)
    }
    markup("</tr>\n")
  }

  private func element(_ opening: String, _ text: String) {
    markup("<\(opening)>")
    escaped(text)
    markup("</\(opening.prefix { $0 != " " })>")
  }

  private func markup(_ text: String) { buffer.string(text) }

  private func escaped(_ text: String) { buffer.string(escapedHTML(text)) }
}

/// How papers look; 264 mm of height leave a page of A4 with its margins room to spare, so that a
/// sheet never spills an empty page.
private let paperStyle = """
  * { box-sizing: border-box; }
  body {
    margin: 0; background: #e9ebee; color: #16191d;
    font: 10.5pt/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC",
      "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
      "WenQuanYi Micro Hei", sans-serif;
    font-variant-numeric: tabular-nums;
  }
  article {
    position: relative; display: flex; flex-direction: column; background: #fff;
    width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 15mm 17mm 14mm;
    box-shadow: 0 1px 6px #0003;
  }
  header { position: relative; text-align: center; border-bottom: 1.5pt solid #16191d;
    padding-bottom: 3mm; margin-bottom: 5mm; }
  .head { margin: 0; font-size: 11pt; letter-spacing: .04em; min-height: 1.55em; }
  h1 { margin: 1mm 0 0; font-size: 19pt; line-height: 1.3; letter-spacing: .12em; }
  h1:lang(en) { letter-spacing: .01em; }
  .mark { display: inline-block; margin-left: 4mm; padding: 0 3mm; border: 1pt solid #a3231f;
    color: #a3231f; font-size: 10pt; vertical-align: middle; letter-spacing: .05em; }
  .number { position: absolute; right: 0; top: 0; margin: 0; font-size: 9pt; color: #4b535c; }
  dl { margin: 0 0 4mm; }
  dt { color: #4b535c; white-space: nowrap; }
  dt::after { content: ":"; }
  :lang(zh) dt::after { content: "："; }
  dd { margin: 0; overflow-wrap: anywhere; }
  .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 1mm 8mm; }
  dl div { display: flex; gap: 1.5mm; break-inside: avoid; }
  .boxes { margin-right: .4mm; border: .5pt solid #16191d; border-bottom: 0; }
  .boxes div { display: block; border-bottom: .5pt solid #16191d; padding: 1.5mm 2mm 2.5mm;
    min-height: 19mm; }
  .boxes dd { white-space: pre-line; }
  td:first-child:empty { height: 8mm; }
  p { margin: 0 0 2.5mm; }
  table { width: 100%; border-collapse: collapse; margin: 1mm 0 3mm; font-size: 9pt; line-height: 1.35; }
  thead { display: table-header-group; }
  th, td { padding: .75mm 2mm; text-align: left; vertical-align: top;
    border-bottom: .5pt solid #b9c0c7; overflow-wrap: anywhere; }
  th { border-bottom: 1pt solid #16191d; font-weight: 600; vertical-align: bottom;
    overflow-wrap: normal; }
  .n { text-align: right; white-space: nowrap; }
  tr { break-inside: avoid; }
  .end { break-inside: avoid; }
  .totals { break-before: avoid; }
  .totals td { border-top: 1pt solid #16191d; border-bottom: 1pt solid #16191d; font-weight: 650; }
  .sums { padding: 2.5mm 3mm; background: #f2f4f6; font-size: 11.5pt; break-inside: avoid;
    -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .sums dd { font-weight: 650; }
  .signatures { display: flex; gap: 12mm; margin-top: 7mm; break-inside: avoid; }
  .signatures div { display: flex; flex: 1; flex-direction: column-reverse; gap: 1mm; }
  .signatures span { white-space: nowrap; font-size: 9pt; color: #4b535c; }
  .signatures .line { border-bottom: .5pt solid #16191d; min-height: 10mm; padding-top: 4mm;
    font-size: inherit; color: inherit; }
  footer { margin-top: auto; padding-top: 3mm; font-size: 8.5pt; color: #4b535c;
    white-space: pre-line; break-inside: avoid; break-before: avoid; }
  footer::before { content: ""; display: block; border-top: .5pt solid #b9c0c7; margin-bottom: 2mm; }
  @page { size: A4; margin: 15mm 17mm 14mm; }
  @media screen and (max-width: 800px) {
    article { width: auto; min-height: 100vh; margin: 0; padding: 6mm 5mm; box-shadow: none; }
    .signatures { flex-wrap: wrap; gap: 4mm 8mm; }
    .signatures div { min-width: 55mm; }
    .number { position: static; }
  }
  @media screen and (max-width: 480px) {
    h1 { font-size: 15pt; letter-spacing: .02em; }
    .fields { grid-template-columns: 1fr; }
    table { display: block; overflow-x: auto; }
  }
  @media print {
    body { background: none; }
    article { width: auto; min-height: 264mm; margin: 0; padding: 0; box-shadow: none; }
    article + article { break-before: page; }
  }
  """
