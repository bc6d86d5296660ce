# SPDX-License-Identifier: GPL-3.0-or-later
"""Does the exported page work in a real browser: hover, click, panels, no request, no error, readable at two widths?

Usage: browse_page.py EXPECTED.json. The file lists pages, each with its path and the places to point at: panel, coordinates,
words that must then be read. Ends with status 0 and the word "ok" when all is well, else with every failure.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import TimeoutError, sync_playwright

PLACE = """([panel, x, y]) => {
  const plot = document.getElementById('plot'), suffix = panel === 0 ? '' : String(panel + 1);
  const [across, up] = [plot._fullLayout['xaxis' + suffix], plot._fullLayout['yaxis' + suffix]];
  const frame = plot.getBoundingClientRect();
  return [frame.left + across._offset + across.d2p(x), frame.top + up._offset + up.d2p(y)];
}"""

# Whether what hovers says all of some words.
HOVERS = """(words) => {
  const text = document.querySelector('#plot .hoverlayer')?.textContent ?? '';
  return words.every((word) => text.includes(word));
}"""

# Milliseconds after which a page is taken to hang: a busy machine may be a hundred times slower than an idle one.
PATIENCE = 180_000

# Words of the page that are cut off, or that stand on other words.
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('#plot .xtick text, #plot .ytick text, #plot .annotation-text-g text, #plot .cbtitle text, #plot .cbaxis text')]
    .filter((e) => e.textContent.trim()).map((e) => [e.textContent, e.getBoundingClientRect()]);
  const found = [];
  const frame = document.getElementById('plot').getBoundingClientRect();
  boxes.forEach(([text, a], i) => {
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1) found.push('cut off: ' + text);
    boxes.slice(i + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), up = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && up > 4) found.push(text + ' over ' + other);
    });
  });
  return found;
}"""


def browse(browser, page_file, width, failures):
    path, name = page_file["path"], Path(page_file["path"]).stem
    page = browser.new_page(viewport={"width": width, "height": 1000})
    page.set_default_timeout(PATIENCE)
    errors, requests, dialogs = [], [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    def expect(truth, message):
        if not truth:
            failures.append(f"{name} at {width}: {message}")

    page.goto(f"file://{path}")
    page.wait_for_selector("body[data-state=ready]")
    expect(page.title() == page_file["title"], f"title {page.title()!r}")
    expect(page.inner_text("h1") == page_file["heading"], f"heading {page.inner_text('h1')!r}")
    panels = page.evaluate("document.querySelectorAll('#plot .subplot').length")
    expect(panels == page_file["panels"], f"{panels} panels")
    if page_file["isLaidOut"]:
        for overlap in page.evaluate(OVERLAPS):
            expect(False, overlap)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    expect(overflow <= 0, f"{overflow} pixels wider than the window")
    for place in page_file["places"]:
        page.evaluate("window.scrollTo(0, 0)")
        x, y = page.evaluate(PLACE, [place["panel"], place["x"], place["y"]])
        if y > 980:
            page.evaluate("(y) => window.scrollTo(0, y - 500)", y)
            x, y = page.evaluate(PLACE, [place["panel"], place["x"], place["y"]])
        # plotly.js looks at the mouse every 50 ms and may still show the place before; a move that it missed is made again.
        for _ in range(PATIENCE // 2_000):
            page.mouse.move(x - 3, y - 3)
            page.mouse.move(x, y, steps=3)
            try:
                page.wait_for_function(HOVERS, arg=place["hover"], timeout=2_000)
                break
            except TimeoutError:
                pass
        words = page.text_content("#plot .hoverlayer") or ""
        for word in place["hover"]:
            expect(word in words, f"hover at {place['x']}, {place['y']} of panel {place['panel']} says {words!r}, not {word!r}")
        page.mouse.click(x, y)
        try:
            page.wait_for_selector(f"#detail[data-cell='{place['cell']}']")
        except TimeoutError:
            expect(False, f"click at {place['x']}, {place['y']} of panel {place['panel']} shows cell {page.get_attribute('#detail', 'data-cell')}")
            continue
        detail = page.inner_text("#detail")
        for word in place["detail"]:
            expect(word in detail, f"detail of cell {place['cell']} says {detail!r}, not {word!r}")
        if place["seriesCount"]:
            try:
                page.wait_for_function(
                    "(count) => document.querySelectorAll('#series .scatterlayer .trace path.js-line').length >= count",
                    arg=place["seriesCount"],
                )
            except TimeoutError:
                expect(False, f"fewer than {place['seriesCount']} series")
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        expect(overflow <= 0, f"{overflow} pixels wider than the window after a click")
    page.evaluate("window.scrollTo(0, 0)")
    if os.environ.get("ARENDT_FIGURES"):
        page.screenshot(path=f"{path}.{width}.png", full_page=True)
    expect(not errors, f"errors {errors}")
    expect(not dialogs, f"dialogs {dialogs}")
    outside = [url[:80] for url in requests if not url.startswith(("file://", "data:", "blob:"))]
    expect(not outside, f"requests {outside}")
    expect(len([url for url in requests if url.startswith("file://")]) == 1, f"files {[url[:80] for url in requests]}")
    page.close()


def main(expected_path):
    with open(expected_path, encoding="utf-8") as file:
        pages = json.load(file)
    failures = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            timeout=PATIENCE,
        )
        for page_file in pages:
            for width in (900, 1600):
                browse(browser, page_file, width, failures)
        browser.close()
    print("\n".join(failures) if failures else "ok")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
