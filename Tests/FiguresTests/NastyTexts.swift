// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may a world call things? Texts that run, break out or break up wherever they are not taken as mere text.

enum NastyTexts {
  /// Each would make a file called `broken` in the working folder, end a quotation, or upset a reader of the format.
  static let all = [
    "`touch broken`", "$(touch broken)", "'; system('touch broken'); '",
    "' . system('touch broken') . '",
    "\"; system(\"touch broken\"); \"", "x'\nsystem 'touch broken'\n'", "x\r\n!touch broken\r\n",
    "\n!touch broken\n", "@ARG0 @term @x", "\\", "\\\\", "end\\\n!touch broken", "''", "'", "\"",
    "%d %s %n %%",
    "{/:Bold x}_{1}^{2}&{a}~b{.5c}", "a_b^c", "<b>&amp;</b>", "</script><script>alert(1)</script>",
    "<!--", "]]>", "<img src=x onerror=alert(1)>", "${touch}", "#{x}", "# comment",
    "\u{0}\u{1}\u{7}\u{1B}[31m", "\u{202E}drow", "\u{2028}\u{2029}", "\u{FEFF}x",
    "größtenteils 重要 🚨 עברית",
    "| touch broken", "< touch broken", "", " ", "a,b;c", "=1+1",
    String(repeating: "long words ", count: 60), String(repeating: "W", count: 500), "$\\alpha$",
  ]
}
