// Draws Vega-Lite charts in the place of the server's pictures, which stay where the bundle is missing or fails.
const charts = [...document.querySelectorAll(".vega[data-spec]")];
// The bundle's address carries the same version as ours, so that browsers may keep it.
const version = new URL(import.meta.url).search;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const axis = { labelColor: color("--text-3"), titleColor: color("--text-2"), gridColor: color("--border"),
    domain: false, ticks: false, labelPadding: 6, labelFontSize: 12, labelFont: color("--font") };
  return { background: null, view: { stroke: null }, axis, font: color("--font"),
    line: { color: color("--machine") }, point: { color: color("--machine"), filled: true },
    rule: { color: color("--text-3") } };
}

async function draw(element) {
  const response = await fetch(element.dataset.spec, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The chart's data could not be read (${response.status}).`);
  // `ast` interprets expressions instead of compiling them, which the content security policy would refuse; and
  // vega-embed's own style sheet and menu would be refused too.
  await globalThis.vegaEmbed(element, await response.json(), { mode: "vega-lite", actions: false, renderer: "svg",
    ast: true, tooltip: false, defaultStyle: false, config: theme() });
  element.parentElement.querySelector(".time-chart")?.remove();
}

async function drawAll() {
  await Promise.all(charts.map(draw));
}

if (charts.length > 0) {
  import(`/assets/vega.js${version}`).then(drawAll).catch((error) => {
    for (const element of charts) if (!element.querySelector("svg")) element.hidden = true;
    console.info(error.message);
  });
  // The colors are read when a chart is drawn, so the other theme needs another drawing.
  const again = () => drawAll().catch((error) => console.info(error.message));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => globalThis.vegaEmbed && again());
  new MutationObserver(() => globalThis.vegaEmbed && again())
    .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}
