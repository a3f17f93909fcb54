// Draws Vega-Lite charts where the bundle is at hand. Without it the table under each chart says the same.
const charts = [...document.querySelectorAll(".vega[data-spec]")];

function loadBundle() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/assets/vega.js";
    script.onload = resolve;
    script.onerror = () => reject(new Error("The chart bundle is not installed."));
    document.head.append(script);
  });
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const axis = { labelColor: color("--text-3"), titleColor: color("--text-2"), gridColor: color("--border"),
    domainColor: color("--border-strong"), tickColor: color("--border-strong") };
  return { background: null, view: { stroke: null }, axis, font: color("--font"),
    legend: { labelColor: color("--text-2"), titleColor: color("--text-2") },
    range: { category: [color("--machine"), color("--people-mark"), color("--good-mark"), color("--toward")] } };
}

async function drawAll() {
  await loadBundle();
  for (const element of charts) {
    const response = await fetch(element.dataset.spec, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`The chart's data could not be read (${response.status}).`);
    // `ast` interprets expressions instead of compiling them, which the content security policy would refuse.
    await globalThis.vegaEmbed(element, await response.json(),
      { actions: false, renderer: "svg", ast: true, config: theme() });
  }
}

if (charts.length > 0) {
  drawAll().catch((error) => {
    for (const element of charts) {
      element.hidden = true;
      const table = element.parentElement.querySelector("details");
      if (table) table.open = true;
    }
    console.info(error.message);
  });
}
