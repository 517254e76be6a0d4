"""Opens a page of `convtool report` in Chromium and checks what a reader meets.

    check.py PAGE [FOLDER]

PAGE is the page's file; screenshots go to FOLDER. Needs the packages playwright and
axe-playwright-python, and the program chromium. Fails with one line for each finding:
console messages, requests, findings of axe that are serious or critical, parts that the keyboard
does not reach, values that do not follow, and pages that are wider than their window.
"""

import json
import pathlib
import shutil
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

page_file = pathlib.Path(sys.argv[1]).resolve()
folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
findings = []


def expect(is_good, text):
    if not is_good:
        findings.append(text)


def open_page(browser, width, scheme="light", motion="no-preference", address="", scale=1):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion=motion,
        device_scale_factor=scale)
    context.set_offline(True)
    page = context.new_page()
    page.on("console", lambda message: findings.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: findings.append(f"error: {error}"))
    page.on("request", lambda request: request.url.split(":")[0] in ("file", "data", "blob")
            or findings.append(f"request: {request.url}"))
    page.goto(page_file.as_uri() + address)
    page.wait_for_load_state("load")
    return page


def check_axe(page, name):
    for violation in Axe().run(page).response["violations"]:
        nodes = "; ".join(node["target"][0] if isinstance(node["target"][0], str) else "?"
                          for node in violation["nodes"][:3])
        line = f"axe, {name}: {violation['impact']}: {violation['id']}: {nodes}"
        if violation["impact"] in ("serious", "critical"):
            findings.append(line)
        else:
            print(line)


def check_width(page, name):
    wide = page.evaluate("""() => {
      const width = document.documentElement.clientWidth;
      const inside = (node) => node.closest('.scroll, .unseen, .skip');
      return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll('*')]
        .filter((node) => node.getBoundingClientRect().right > width + 1 && !inside(node))
        .map((node) => node.id || node.className || node.tagName);
    }""")
    expect(not wide, f"{name}: wider than the window: {wide[:6]}")


def stops(page):
    """The elements that the Tab key reaches, in order."""
    found = []
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; return e === document.body ? '' : "
            "(e.id || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 40)"
            " || e.tagName); })()")
        if not name and found:
            break
        found.append(name)
    return found


def check_keyboard(page):
    reached = stops(page)
    wanted = ["pad-clear", "pixel-frame", "level", "map-scale", "lab-kernel", "lab-text",
              "lab-stride", "lab-border", "lab-output-frame", "lab-copy"]
    for name in wanted:
        expect(name in reached, f"keyboard: {name} is not reached")
    layers = page.evaluate(
        "page.layers.filter((l) => layoutOf(l).kind !== 'bars').map((l) => l.name)")
    for name in layers:
        expect(any(stop.startswith(f"maps of {name}") for stop in reached),
               f"keyboard: the maps of {name} are not reached")
    before = page.evaluate("state.probabilities.join()")
    page.focus("#pixel-frame")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.evaluate("state.probabilities.join()") != before,
           "keyboard: the answer does not follow a pixel")
    page.focus(".tiles")
    for key in ["ArrowRight", "ArrowUp"] + (["PageDown"] if page.query_selector(".tiles.maps") else []):
        title = page.inner_text("#inspector-title")
        page.keyboard.press(key)
        expect(page.inner_text("#inspector-title") != title, f"keyboard: {key} moves nothing")
    told = page.inner_text("#told")
    expect("value" in told.lower(), f"screen readers are told '{told}'")


def check_sums(page):
    """The sum that the page writes out is the value of the map, for every kind of layer."""
    wrong = page.evaluate("""() => {
      const wrong = [];
      for (const sheet of sheets) {
        for (const place of [0.3, 0.5, 0.8]) {
          const {count, height, width} = sheet.layout;
          const unit = Math.floor(place * (count - 1));
          selectCell(sheet, unit, Math.floor(place * (height - 1)),
            Math.floor(place * (width - 1)), true);
          state.isFixed = false;
          const rows = [...document.querySelectorAll('#inspector table.sum tr')];
          if (!rows.length) continue;
          const texts = rows.map((row) => row.lastChild.textContent);
          const named = rows.map((row) => row.firstChild.textContent);
          const result = named.findIndex((name) => name.startsWith('value'));
          if (result > 0 && texts[result] !== texts[result - 1]) {
            wrong.push(sheet.layer.name + ': ' + texts.join(' '));
          }
        }
      }
      return wrong;
    }""")
    for line in wrong:
        findings.append(f"the sum is not the value: {line}")


def check_drawing(page):
    page.locator("#pad").scroll_into_view_if_needed()
    box = page.locator("#pad").bounding_box()
    page.mouse.move(box["x"] + 0.35 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(box["x"] + 0.5 * box["width"],
                        box["y"] + (0.2 + 0.03 * step) * box["height"])
    page.mouse.up()
    page.wait_for_timeout(300)
    source = page.evaluate("state.source")
    expect(source == "your drawing", f"a drawing is not read: {source}")
    ink = page.evaluate("inkBox({ width: 28, values: pixels.values }, 25)")
    expect(18 <= ink["bottom"] - ink["top"] + 1 <= 20, f"a drawing fills {ink}")
    page.click("#pad-clear")


with sync_playwright() as play:
    browser = play.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
    for scheme in ("light", "dark"):
        for width in (320, 400, 1280, 1920):
            page = open_page(browser, width, scheme)
            check_width(page, f"{width} pixels")
            if width in (400, 1280):
                check_axe(page, f"{width} {scheme}")
            if folder and width != 320:
                folder.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / f"page-{width}-{scheme}.png", full_page=True)
            page.context.close()
    page = open_page(browser, 640, scale=2)
    check_width(page, "zoom of 200 %")
    page.context.close()
    page = open_page(browser, 1280, motion="reduce")
    if page.evaluate("page.isAlive"):
        check_keyboard(page)
        check_sums(page)
        check_drawing(page)
    page.context.close()
    browser.close()

for line in findings:
    print(line, file=sys.stderr)
if findings:
    sys.exit(1)
print("the page: no message, no request, nothing serious, all by keyboard")
