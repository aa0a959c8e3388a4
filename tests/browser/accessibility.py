"""What a page needs for keyboards and screen readers: each check returns what is wrong, as sentences.
Those of axe-core are made where it is there (scripts/axe; no package of Debian has it)."""

import functools
import glob
import os

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")

STRUCTURE = """
const wrong = [];
for (const d of document.querySelectorAll("details")) d.open = true;
const all = (selector) => [...document.querySelectorAll(selector)];
const seen = (selector) => all(selector).filter((e) => e.checkVisibility());
const where = (e) => e.outerHTML.slice(0, 90);
if (!document.documentElement.lang) wrong.push("the document has no language");
if (!document.title) wrong.push("the document has no title");
if (all("main").length !== 1) wrong.push("there is not one main");
if (all("h1").length !== 1) wrong.push("there is not one h1");
let level = 0;
for (const h of all("h1,h2,h3,h4,h5,h6")) {
  const now = Number(h.tagName[1]);
  if (now > level + 1) wrong.push("a heading skips a level: " + where(h));
  if (!h.textContent.trim()) wrong.push("a heading is empty: " + where(h));
  level = now;
}
const ids = all("[id]").map((e) => e.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push("an id twice: " + id);
for (const e of all("[aria-labelledby]"))
  if (!document.getElementById(e.getAttribute("aria-labelledby"))) wrong.push("no label: " + where(e));
for (const e of seen("[role=img],[role=group],nav,pre[tabindex],input,button"))
  if (!e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby") && !e.textContent.trim())
    wrong.push("has no name: " + where(e));
for (const a of all("a[href^='#']"))
  if (!document.getElementById(a.getAttribute("href").slice(1))) wrong.push("leads nowhere: " + where(a));
for (const img of all("img")) if (!img.hasAttribute("alt")) wrong.push("no alt: " + where(img));
for (const t of all("table")) {
  if (!t.querySelector("th")) wrong.push("a table without headings: " + where(t));
  for (const th of t.querySelectorAll("th"))
    if (!th.getAttribute("scope")) wrong.push("a heading without scope: " + where(th));
}
for (const e of all("[tabindex]")) if (e.tabIndex > 0) wrong.push("tab order: " + where(e));
return wrong;
"""

# Contrast ratio of WCAG 2.2, success criterion 1.4.3.
CONTRAST = """
const numbers = (text) => {
  const n = text.match(/[0-9.]+/g).map(Number);
  return n.length === 3 ? [...n, 1] : n;
};
const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] + below[i] * (1 - top[3])).concat(1);
const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255)
  .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (e) => {
  const layers = [];
  for (; e; e = e.parentElement) layers.push(numbers(getComputedStyle(e).backgroundColor));
  layers.push(matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  return layers.reverse().reduce((below, top) => over(top, below));
};
const wrong = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const e = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !e.checkVisibility() || e.closest("script,style")) continue;
  const style = getComputedStyle(e);
  const below = ground(e);
  const [a, b] = [luminance(over(numbers(style.color), below)), luminance(below)];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (large ? 3 : 4.5))
    wrong.add(ratio.toFixed(2) + ": " + e.tagName + "." + e.className + " " + style.color + " on " + below);
}
return [...wrong];
"""


def structure(browser):
    return browser.js(STRUCTURE)


def contrast(browser):
    browser.js("for (const d of document.querySelectorAll('details')) d.open = true")
    return browser.js(CONTRAST)


@functools.lru_cache
def axe_core():
    """The text of the library, or nothing."""
    found = glob.glob(os.path.join(ROOT, "build/axe-core-*/package/axe.min.js"))
    if not found:
        return ""
    with open(found[0], encoding="utf-8") as file:
        return file.read()


# What it cannot decide is told, too, but two doubts: contrast over pictures, which is decided above,
# and whether a sign such as ✗ is text that the element's name must repeat.
AXE = """
const done = arguments[arguments.length - 1];
const decided = ["color-contrast", "label-content-name-mismatch"];
const told = (found) => found.flatMap((rule) => rule.nodes.map((n) => `${rule.id}: ${rule.help}: ${n.html.slice(0, 120)}`));
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(
  (r) => done(told(r.violations.concat(r.incomplete.filter((rule) => !decided.includes(rule.id))))),
  (error) => done([String(error)]));
"""


def axe(browser):
    """Nothing where the library is not there."""
    if not axe_core():
        return []
    browser.js(axe_core())
    browser.js("for (const d of document.querySelectorAll('details')) d.open = true")
    return browser.js_later(AXE)
