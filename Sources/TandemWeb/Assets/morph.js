// Brings live HTML into place by changing only what differs: focus stays, motion goes on, and a screen reader hears
// what is new instead of everything. Children with an id are matched by it, others by their place.

/** Makes the children of `target` equal to the server-rendered `html`. Elements that came in get the class `fresh`. */
export function morph(target, html) {
  const wanted = document.createElement("template");
  wanted.innerHTML = html;
  children(target, wanted.content);
}

function children(target, wanted) {
  const byID = new Map([...target.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = target.firstChild;
  for (const next of [...wanted.childNodes]) {
    const known = next.id ? byID.get(next.id) : null;
    if (known && known !== at) {
      target.insertBefore(known, at);
      node(known, next);
    } else if (at && (known || (!next.id && !at.id)) && alike(at, next)) {
      const after = at.nextSibling;
      node(at, next);
      at = after;
    } else {
      if (next.id) next.classList.add("fresh");
      target.insertBefore(next, at);
    }
  }
  while (at) {
    const after = at.nextSibling;
    at.remove();
    at = after;
  }
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

function node(target, wanted) {
  if (target.nodeType !== Node.ELEMENT_NODE) {
    if (target.data !== wanted.data) target.data = wanted.data;
    return;
  }
  for (const { name, value } of wanted.attributes) {
    if (name !== "class" && target.getAttribute(name) !== value) target.setAttribute(name, value);
  }
  const fresh = target.classList.contains("fresh") ? " fresh" : "";
  const kind = (wanted.getAttribute("class") ?? "") + fresh;
  if ((target.getAttribute("class") ?? "") !== kind) target.setAttribute("class", kind);
  for (const { name } of [...target.attributes]) {
    if (name !== "class" && name !== "title" && !wanted.hasAttribute(name)) target.removeAttribute(name);
  }
  if (target.nodeName === "TIME" && target.hasAttribute("data-relative")) return;
  children(target, wanted);
}
