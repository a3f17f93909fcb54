// Building elements from data. Text is set as text, never parsed as HTML, so what people type stays words.

const svgName = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [kind, run] of Object.entries(value)) element.addEventListener(kind, run);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(2)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

export const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const draw = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(svgName, tag), attributes, children);

const allowed = new Set([
  "P", "H1", "H2", "H3", "H4", "UL", "OL", "LI", "STRONG", "EM", "CODE", "PRE", "BLOCKQUOTE", "A", "BR", "HR",
]);

/** Copies guideline HTML by an allow list: no attribute but a link's http(s) address, no other element. */
export function copyProse(html, into) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const copy = (from, to) => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (!allowed.has(node.tagName)) {
        if (!["SCRIPT", "STYLE", "TEMPLATE"].includes(node.tagName)) copy(node, to);
        continue;
      }
      const element = document.createElement(node.tagName);
      if (node.tagName === "A" && /^https?:\/\//.test(node.getAttribute("href") ?? "")) {
        element.href = node.getAttribute("href");
        element.rel = "noopener noreferrer";
        element.target = "_blank";
      }
      copy(node, element);
      to.append(element);
    }
  };
  into.replaceChildren();
  copy(parsed.body, into);
}
