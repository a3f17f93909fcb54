"""Accessibility basics that each page is held to; see `findings`."""

# Runs in the page. Gives sentences, one for each thing that is wrong.
CHECKS = r"""
(options) => {
  const wrong = [];
  const name = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className && e.className.baseVal === undefined
    ? '.' + String(e.className).trim().split(/\s+/).join('.') : '') + ' "' + (e.textContent || '').trim().slice(0, 30) + '"';
  const shown = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)];

  if (!document.documentElement.lang) wrong.push('the document names no language');
  if (!document.title.trim()) wrong.push('the document has no title');
  const heads = all('h1');
  if (heads.length !== 1) wrong.push(`${heads.length} h1 instead of one`);
  let level = 0;
  for (const head of all('h1,h2,h3,h4,h5,h6').filter((e) => !e.closest('dialog:not([open])'))) {
    const next = Number(head.tagName[1]);
    if (next > level + 1 && level > 0) wrong.push(`${name(head)} skips a level after h${level}`);
    level = next;
  }
  if (all('main').length !== 1) wrong.push('not exactly one main landmark');
  if (!options.bare && all('header, [role=banner]').length === 0) wrong.push('no banner landmark');
  for (const nav of all('nav')) if (!nav.getAttribute('aria-label')) wrong.push(`${name(nav)} has no name`);
  const ids = all('[id]').map((e) => e.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) wrong.push(`id ${id} stands twice`);
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
    for (const e of all(`[${attribute}]`)) {
      for (const id of e.getAttribute(attribute).split(/\s+/)) {
        if (!document.getElementById(id)) wrong.push(`${name(e)}: ${attribute} points to no element ${id}`);
      }
    }
  }
  for (const field of all('input:not([type=hidden]), select, textarea')) {
    const labeled = (field.labels && field.labels.length > 0) || field.getAttribute('aria-label')
      || field.getAttribute('aria-labelledby');
    if (!labeled) wrong.push(`${name(field)} has no label`);
  }
  for (const image of all('img')) if (!image.hasAttribute('alt')) wrong.push(`${name(image)} has no alt text`);
  for (const image of all('svg')) {
    const hidden = image.closest('[aria-hidden=true]');
    const told = image.getAttribute('role') === 'img' && image.getAttribute('aria-label');
    if (!hidden && !told && !image.closest('[role=img][aria-label], [role=graphics-document][aria-label]')) wrong.push(`${name(image)} is neither named nor hidden`);
  }
  for (const control of all('button, a[href], summary')) {
    const words = (control.getAttribute('aria-label') || control.innerText || control.textContent || '').trim();
    if (!words && shown(control)) wrong.push(`${name(control)} has no words`);
  }
  for (const table of all('table')) {
    if (!table.querySelector('th')) wrong.push(`${name(table)} has no header cell`);
  }
  for (const e of all('[tabindex]')) if (e.tabIndex > 0) wrong.push(`${name(e)} has a positive tabindex`);

  // Contrast of every visible piece of text against what lies behind it (WCAG 1.4.3, AA).
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] > 0) layers.unshift(color);
      if (color[3] === 1) break;
    }
    return layers.reduce((below, top) => over(top, below), rgba(getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#000' : '#fff'));
  };
  const seen = new Set();
  for (const e of all('body *')) {
    if (e.closest('svg, [aria-hidden=true]') || !shown(e)) continue;
    if (![...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())) continue;
    const style = getComputedStyle(e);
    const back = behind(e);
    const ratio = ((a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))(light(over(rgba(style.color), back)), light(back));
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const key = style.color + back + large;
    if (ratio < (large ? 3 : 4.5) && !seen.has(key)) {
      seen.add(key);
      wrong.push(`${name(e)}: contrast ${ratio.toFixed(2)}`);
    }
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) wrong.push(`scrolls ${wide} px sideways at ${innerWidth} px`);
  return wrong;
}
"""

# What has the focus, and whether one can see that it has.
FOCUS = r"""
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const visible = ring || style.boxShadow !== 'none';
  if (!e.dataset.visitMark) e.dataset.visitMark = String(Math.random());
  return { mark: e.dataset.visitMark, visible, what: e.tagName.toLowerCase() + ' "' + (e.textContent || e.name || '').trim().slice(0, 30) + '"' };
}
"""


def findings(page, bare: bool = False) -> list[str]:
    """What is wrong with the page as it stands, in sentences."""
    return page.evaluate(CHECKS, {"bare": bare})


def walk(page, most: int = 400) -> list[str]:
    """Walks through the page by Tab: the focus must be visible at each stop and must leave the page in the end."""
    wrong, stops = [], []
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["mark"] == stops[0]):
            return wrong
        if stops and stop["mark"] == stops[-1]:
            return wrong + [f"the keyboard is trapped at {stop['what']}"]
        if not stop["visible"]:
            wrong.append(f"the focus cannot be seen at {stop['what']}")
        stops.append(stop["mark"])
    return wrong + [f"the focus did not come round in {most} steps"]
