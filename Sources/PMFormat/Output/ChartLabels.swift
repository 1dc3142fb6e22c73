// Where the words of a chart stand: whole, however long they are, and never out of the drawing.

/// Text broken into lines of a number of columns, between words where it can be.
func wrapped(_ text: String, to columns: Int) -> [String] {
  if displayWidth(text) <= columns { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in words(text) {
    var rest = word[...]
    if used > 0, used + displayWidth(word) > columns, displayWidth(word) <= columns {
      lines.append(line)
      (line, used) = ("", 0)
      rest = rest.drop { $0 == " " }
    }
    for character in rest {
      let next = displayWidth(String(character))
      if used > 0, used + next > columns {
        lines.append(line)
        (line, used) = ("", 0)
        if character == " " { continue }
      }
      line.append(character)
      used += next
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// What may not be broken: words with the space before them, and each wide character.
private func words(_ text: String) -> [String] {
  var words: [String] = []
  for character in text {
    let isWide = displayWidth(String(character)) > 1
    if isWide || character == " " || words.last.map({ displayWidth($0.suffix(1)) > 1 }) ?? true {
      words.append(String(character))
    } else {
      words[words.count - 1].append(character)
    }
  }
  return words
}

private func displayWidth(_ text: Substring) -> Int { displayWidth(String(text)) }

/// How labels stand under an axis.
enum AxisLabels {
  /// Each under its mark, in lines.
  case upright([[String]])
  /// Numbers, of which some are left out: one in so many.
  case thinned(Int)
  /// Turned, in lines.
  case turned([[String]])

  /// - Parameter slot: the width that each mark has.
  init(_ labels: [String], slot: Double) {
    let longest = labels.map(Drawing.textWidth).max() ?? 0
    let columns = Int((slot - 4) / Drawing.column)
    if longest + 4 <= slot {
      self = .upright(labels.map { [$0] })
    } else if labels.allSatisfy({ $0.first?.isNumber ?? true }), longest <= 60 {
      // Months and hours read as well when some are left out.
      self = .thinned(max(1, Int(((longest + 10) / slot).rounded(.up))))
    } else if columns >= 6, labels.allSatisfy({ Self.breaks($0, columns) }) {
      self = .upright(labels.map { Self.balanced($0, columns) })
    } else {
      self = .turned(labels.map { wrapped($0, to: 24) })
    }
  }

  /// Lines of about one length, rather than a last one of a single character.
  private static func balanced(_ label: String, _ columns: Int) -> [String] {
    let lines = wrapped(label, to: columns)
    let least = (displayWidth(label) + lines.count - 1) / lines.count
    for narrower in stride(from: max(least, 1), to: columns, by: 1) {
      let even = wrapped(label, to: narrower)
      if even.count == lines.count, even.allSatisfy({ displayWidth($0) <= columns }),
        breaks(label, narrower)
      {
        return even
      }
    }
    return lines
  }

  /// Whether a label breaks into three lines at most with all its words whole.
  private static func breaks(_ label: String, _ columns: Int) -> Bool {
    words(label).allSatisfy { displayWidth($0) <= columns + ($0.hasPrefix(" ") ? 1 : 0) }
      && wrapped(label, to: columns).count <= 3
  }

  /// How far the labels reach to the left of their marks' slots.
  ///
  /// - Parameter slot: the width of a slot; the first label may use what is left of its middle.
  func overhang(slot: Double) -> Double {
    guard case .turned(let lines) = self else { return 0 }
    let reaches = lines.enumerated().map { place, lines in
      (lines.map(Drawing.textWidth).max() ?? 0) * 0.77 + Double(lines.count - 1) * 9
        - slot * (Double(place) + 0.5)
    }
    return max(0, reaches.max() ?? 0)
  }
}

extension Drawing {
  /// Writes labels under an axis; returns the height they take.
  mutating func write(
    _ labels: AxisLabels, of names: [String], at middles: [Double], slot: Double,
    below base: Double
  ) -> Double {
    switch labels {
    case .upright(let lines):
      for (lines, x) in zip(lines, middles) {
        for (line, text) in lines.enumerated() {
          self.text(text, x: x, y: base + 16 + Double(line) * 14, .middle)
        }
      }
      return 10 + 14 * Double(lines.map(\.count).max() ?? 1)
    case .thinned(let step):
      // The last one, which is the latest, is always there.
      for place in stride(from: (names.count + step - 1) % step, to: names.count, by: step) {
        // The outer ones must not leave the drawing.
        let half = Drawing.textWidth(names[place]) / 2
        let x = min(max(middles[place], half), width - half)
        text(names[place], x: x, y: base + 16, .middle)
      }
      return 24
    case .turned(let lines):
      let thickest = Double(lines.map(\.count).max() ?? 1) * 14
      let thinned = max(1, Int(((thickest + 4) / slot).rounded(.up)))
      for place in stride(from: 0, to: lines.count, by: thinned) {
        for (line, text) in lines[place].enumerated() {
          let shift = Double(line) * 13
          self.text(
            text, x: middles[place] + 4 + shift * 0.64, y: base + 16 + shift * 0.77, .end,
            turned: true)
        }
      }
      let longest = lines.flatMap { $0 }.map(Drawing.textWidth).max() ?? 0
      return 22 + longest * 0.65 + thickest
    }
  }

  /// Names of rows on the left: their lines, and the width that the longest takes.
  static func rowNames(_ names: [String], within width: Double) -> (
    lines: [[String]], width: Double
  ) {
    let lines = names.map { wrapped($0, to: max(8, Int(width / column))) }
    return (lines, (lines.flatMap { $0 }.map(textWidth).max() ?? 0) + 10)
  }
}
