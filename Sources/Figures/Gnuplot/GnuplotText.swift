// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a text or a number stand in a gnuplot script, so that nothing a world says is ever run?
//
// gnuplot runs what stands between backquotes anywhere but inside single quotes, comments included; expands `@NAME`
// anywhere but inside quotes; goes on with the next line behind a backslash, comments included; and opens pipes for file
// names that begin with `<` or `|`. So a foreign text stands in single quotes only, where nothing but the quote itself has a
// meaning, on one line, and is drawn `noenhanced`; comments hold a small alphabet; file names begin with `./`.

/// Texts and numbers of a gnuplot script.
enum GnuplotText {
  /// A text in single quotes, without control characters.
  ///
  /// A single quote is joined on as a string of its own: gnuplot 5.4 misreads doubled ones that follow each other.
  static func quoted(_ text: String) -> String {
    "'" + plain(text).replacing("'", with: "'.\"'\".'") + "'"
  }

  /// A file of the folder in which the script stands.
  static func file(_ name: String) -> String { quoted("./" + name) }

  /// A text on one line, without what XML and terminals cannot hold or what turns the direction of writing.
  static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result += " "
      case .surrogate, .unassigned, .privateUse: result += "\u{FFFD}"
      case .format where !["\u{200C}", "\u{200D}"].contains(scalar): continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    // The SVG terminal leaves this as it is, and XML does not allow it in a text.
    return result.replacing("]]>", with: "]] >")
  }

  /// A text as a comment of one line: letters, digits and harmless signs, everything else replaced.
  static func comment(_ text: String) -> String {
    let signs: Set<Unicode.Scalar> = [
      " ", ".", ",", ":", ";", "(", ")", "-", "_", "=", "/", "+", "%", "'", "*", "<", ">",
    ]
    var result = "# "
    for scalar in plain(text).unicodeScalars {
      let isHarmless = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      result.unicodeScalars.append(isHarmless || signs.contains(scalar) ? scalar : "?")
    }
    return result
  }

  /// A number in the shortest form that reads back; `NaN` where there is none.
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "NaN" }
    return value.description
  }

  /// A length or a place on the page, to a hundredth.
  static func length(_ value: Double) -> String {
    label((value * 100).rounded() / 100)
  }

  /// A number as a person writes it, with six digits at most.
  static func label(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value.isFinite ? "0" : "\(value)" }
    var factor = 1.0
    while abs(value) * factor < 99_999.5, factor < 1e12 { factor *= 10 }
    var text =
      abs(value) < 1e9 ? ((value * factor).rounded() / factor).description : value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text
  }

  /// A number with as many digits as its standard error gives meaning to.
  static func label(_ value: Double, error: Double) -> String {
    guard error > 0 else { return label(value) }
    var unit = 1.0
    while unit > error / 2, unit > 1e-12 { unit /= 10 }
    return label((value / unit).rounded() * unit)
  }
}

/// How much room words take in DejaVu Sans, near enough to place them.
enum TextExtent {
  /// Width of a text in units of the size of its letters.
  static func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!", " ": 0.32
    case "f", "r", "t", "(", ")", "[", "]", "-", "/", "\"": 0.41
    case "m", "M", "W", "w", "%", "@": 0.95
    case "a"..."z", "0"..."9": 0.625
    case "A"..."Z": 0.70
    case "\u{1100}"...: scalar.value >= 0x2000 && scalar.value < 0x2E80 ? 0.84 : 1.05
    default: 0.66
    }
  }

  /// Cuts a text into lines no wider than so many sizes of its letters; a word that is wider is cut itself.
  static func lines(_ text: String, width most: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in GnuplotText.plain(text).split(separator: " ", omittingEmptySubsequences: true) {
      var rest = word
      let longer = line.isEmpty ? String(word) : line + " " + word
      if width(longer) <= most {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while width(String(rest)) > most, rest.count > 1 {
        var count = rest.count
        while count > 1, width(String(rest.prefix(count))) > most { count -= 1 }
        lines.append(String(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      line = String(rest)
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A text cut behind so many sizes of its letters.
  static func cut(_ text: String, width most: Double) -> String {
    let plain = GnuplotText.plain(text)
    guard width(plain) > most else { return plain }
    var short = plain
    while !short.isEmpty, width(short) > most - 1 { short.removeLast() }
    return short + "…"
  }
}
