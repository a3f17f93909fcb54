// Behavior that every page shares: theme, menus, dialogs, copy, confirm, relative times and the state of the live link.
import { RestingSource } from "./live.js";
import { morph } from "./morph.js";
import { toast } from "./toast.js";

// On a narrow screen the present page's tab may lie beyond the edge of the row.
for (const here of document.querySelectorAll("nav [aria-current=page]")) {
  const row = here.closest("nav");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

// Modules run before htmx reads the page, so every link it opens is one of ours.
if (globalThis.htmx) htmx.createEventSource = (url) => new RestingSource(url);

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const opener = target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement) target.close();
  if (target.closest("[data-theme-toggle]")) toggleTheme();
  const copy = target.closest("[data-copy]");
  if (copy) copyText(copy.dataset.copy);
  const fill = target.closest("[data-fill-email]");
  if (fill) fillSignIn(fill.dataset.fillEmail, fill.dataset.fillPassword);
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  if (event.key === "Enter" && document.activeElement === document.body) {
    document.querySelector('[data-shortcut="Enter"]')?.click();
  }
});

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  if (button) button.setAttribute("aria-busy", "true");
});

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("tandem-theme", root.dataset.theme);
  } catch {
    // Storage is switched off: the choice lasts for this page.
  }
}

async function copyText(id) {
  const text = document.getElementById(id)?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById(id));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    toast("Selected: press Ctrl C to copy");
  }
}

function fillSignIn(email, password) {
  const form = document.getElementById("sign-in-form");
  form.elements.email.value = email;
  form.elements.password.value = password;
  form.requestSubmit();
}

const units = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "auto", style: "short" });

function tellTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const at = Date.parse(time.dateTime);
    if (Number.isNaN(at)) continue;
    const seconds = (at - Date.now()) / 1000;
    const unit = units.find(([, size]) => Math.abs(seconds) >= size);
    time.title = new Date(at).toLocaleString("en-US");
    time.textContent = unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : "just now";
  }
}
tellTimes();
setInterval(tellTimes, 30_000);
document.addEventListener("htmx:afterSettle", tellTimes);

// A table wider than its card scrolls sideways, so it must be reachable by keyboard.
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".card-scroll")) sizes.observe(box);

// The live link: say so when it is lost, and when it is back.
const link = document.querySelector("[data-link-state]");
document.addEventListener("htmx:sseError", () => {
  link.hidden = false;
  link.className = "badge badge-dot badge-warn";
  link.textContent = "Reconnecting";
});
document.addEventListener("htmx:sseOpen", () => {
  link.hidden = true;
});

// Live parts are morphed instead of swapped, and only when they changed.
const lastSeen = new WeakMap();
document.addEventListener("htmx:sseBeforeMessage", (event) => {
  if (!event.target.hasAttribute("data-morph")) return;
  event.preventDefault();
  const html = event.detail.data;
  if (lastSeen.get(event.target) === html) return;
  lastSeen.set(event.target, html);
  morph(event.target, html);
  tellTimes();
});
document.addEventListener("htmx:responseError", (event) => {
  toast(`That did not work (${event.detail.xhr.status}).`, { tone: "bad" });
});
