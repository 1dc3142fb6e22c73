// Lines, boxes and words of an SVG drawing.

/// An SVG drawing under construction.
///
/// Coordinates are floating point: they place marks on the page and are never shown as figures.
struct Drawing {
  /// The horizontal middle, left or right that a text is placed by.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// How broad a drawing is; its height follows from what is drawn.
  enum Breadth: Double, CaseIterable {
    /// For a page on a desk and on paper.
    case wide = 720
    /// For a phone, and for charts side by side: the same type in half the width.
    case narrow = 360
  }

  let breadth: Breadth
  var width: Double { breadth.rawValue }
  var isNarrow: Bool { breadth == .narrow }

  /// About how wide one column of text is in the drawing's type size.
  static let column = 7.0

  /// The height of a line of text.
  static let lineHeight = 15.0

  private var marks = ""

  init(_ breadth: Breadth) { self.breadth = breadth }

  /// About how wide a text will be, in a broad typeface: rather more than less.
  static func textWidth(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar {
      case "%", "M", "W", "m", "w", "@", "→", "≥", "≤": width + 11.5
      case "A"..."Z": width + 9
      case ".", ",", "i", "l", "j", " ", "'", ":", "|": width + 4.5
      case "0"..."9": width + 7.7
      default: width + Double(displayWidth(scalar)) * (displayWidth(scalar) > 1 ? 6.2 : 7.4)
      }
    }
  }

  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ style: String
  ) {
    let path = "M\(at(from.x)) \(at(from.y))L\(at(to.x)) \(at(to.y))"
    marks += "<path class=\"\(style)\" d=\"\(path)\"/>\n"
  }

  mutating func box(
    x: Double, y: Double, width: Double, height: Double, _ style: String, opacity: Double = 1
  ) {
    let shade = opacity < 1 ? " fill-opacity=\"\(number(opacity, places: 2))\"" : ""
    marks += "<rect class=\"\(style)\" x=\"\(at(x))\" y=\"\(at(y))\" width=\"\(at(width))\""
    marks += " height=\"\(at(height))\"\(shade)/>\n"
  }

  mutating func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, style: String = "",
    turned: Bool = false
  ) {
    let style = style.isEmpty ? "" : " class=\"\(style)\""
    let turn = turned ? " transform=\"rotate(-40 \(at(x)) \(at(y)))\"" : ""
    marks += "<text\(style) x=\"\(at(x))\" y=\"\(at(y))\""
    marks += " text-anchor=\"\(anchor.rawValue)\"\(turn)>\(escapedHTML(text))</text>\n"
  }

  /// A line through points, broken where one is missing; `index` chooses its dashes and colour.
  mutating func polyline(_ points: [(x: Double, y: Double)?], index: Int) {
    var path = ""
    var isDrawing = false
    for point in points {
      guard let point else {
        isDrawing = false
        continue
      }
      path += "\(isDrawing ? "L" : "M")\(at(point.x)) \(at(point.y))"
      isDrawing = true
    }
    guard !path.isEmpty else { return }
    let dashes = ["", "7 4", "2 3", "9 3 2 3"][index % 4]
    let style = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
    marks += "<path class=\"line l\(index % 4 + 1)\"\(style) d=\"\(path)\"/>\n"
  }

  /// The mark of a point: circle, square, triangle or diamond, so that lines differ without colour.
  mutating func mark(x: Double, y: Double, index: Int) {
    let style = "class=\"mark l\(index % 4 + 1)\""
    switch index % 4 {
    case 0:
      marks += "<circle \(style) cx=\"\(at(x))\" cy=\"\(at(y))\" r=\"3\"/>\n"
    case 1:
      marks += "<path \(style) d=\"M\(at(x - 3)) \(at(y - 3))h6v6h-6z\"/>\n"
    case 2:
      marks += "<path \(style) d=\"M\(at(x)) \(at(y - 4))l4 7h-8z\"/>\n"
    default:
      marks += "<path \(style) d=\"M\(at(x)) \(at(y - 4))l4 4l-4 4l-4 -4z\"/>\n"
    }
  }

  /// The finished drawing with the words that a screen reader says.
  func svg(id: String, title: String, description: String, height: Double) -> String {
    """
    <svg class="\(breadth)" role="img" aria-labelledby="\(id)t \(id)d" viewBox="0 0 \(at(width)) \(at(height))">
    <title id="\(id)t">\(escapedHTML(title))</title>
    <desc id="\(id)d">\(escapedHTML(description))</desc>
    \(marks)</svg>

    """
  }

  private func at(_ coordinate: Double) -> String { number(coordinate, places: 1) }
}

/// A coordinate as text, with few decimals and never an exponent.
private func number(_ value: Double, places: Int) -> String {
  let scale = DecimalScale(places: places, trims: true)
  let limited = min(max(value.isFinite ? value : 0, -1e9), 1e9)
  return decimalText(Int64((limited * Double(scale.one)).rounded()), scale)
}

/// A scaled integer as text.
func decimalText(_ units: Int64, _ scale: DecimalScale) -> String {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: numberCapacity) { memory in
    guard let start = memory.baseAddress else { return "" }
    let count = writeDecimal(units, scale, to: start)
    return String(decoding: UnsafeBufferPointer(rebasing: memory[..<count]), as: UTF8.self)
  }
}
