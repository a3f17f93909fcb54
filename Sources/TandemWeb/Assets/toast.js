// Short messages at the foot of the screen; they are read out by the live region that holds them.

/**
 * Shows `text`; `action` adds a button, `seconds` counts down beside it, `more` adds a second button. Returns a function
 * that takes it away.
 */
export function toast(text, { tone = "plain", action, more, seconds = 5, countdown = false } = {}) {
  const host = document.getElementById("toasts");
  const box = document.createElement("div");
  box.className = `toast toast-${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  let left = seconds;
  const button = document.createElement("button");
  // The seconds are hidden from screen readers, which would read each one out.
  const count = document.createElement("span");
  count.setAttribute("aria-hidden", "true");
  if (action) {
    button.type = "button";
    button.className = "btn btn-sm";
    button.append(action.label, count);
    if (countdown) count.textContent = ` (${left})`;
    button.addEventListener("click", () => {
      close();
      action.run();
    });
    box.append(button);
  }
  if (more) {
    const second = document.createElement("button");
    second.type = "button";
    second.className = "btn btn-sm";
    second.append(more.label);
    second.addEventListener("click", () => more.run());
    box.append(second);
  }
  while (host.childElementCount > 1) host.firstElementChild.remove();
  host.append(box);
  const timer = setInterval(() => {
    left -= 1;
    if (left <= 0) close();
    else if (countdown) count.textContent = ` (${left})`;
  }, 1000);
  function close() {
    clearInterval(timer);
    box.remove();
  }
  return close;
}
