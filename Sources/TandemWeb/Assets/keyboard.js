// Single keys, but never while somebody writes, holds a modifier or reads a dialog.

const writable = "input, textarea, select, [contenteditable]";

/** Calls `handle(key)` with the lower-cased key; a handler that returns true has used the key up. */
export function listen(handle) {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey || event.defaultPrevented) return;
    const writing = event.target instanceof Element && event.target.closest(writable);
    if (writing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) {
      if (event.key.toLowerCase() === "g") document.querySelector("dialog[open]").close();
      return;
    }
    // Enter and space belong to the button that has the focus.
    if ((event.key === "Enter" || event.key === " ") && event.target.closest?.("button, a, summary")) return;
    if (handle(event.key.toLowerCase())) event.preventDefault();
  });
}
