// The task screen: claims, shows, sends. The next task is always in memory, so answering never waits for the network.
import { newKey, post, Refused, Unreachable } from "./api.js";
import { actionPane, VerdictPane } from "./action.js";
import { AnswerPane } from "./answer.js";
import { Claims } from "./claims.js";
import { copyProse, make } from "./dom.js";
import { listen } from "./keyboard.js";
import { Leases } from "./lease.js";
import { Outbox } from "./outbox.js";
import { probePane } from "./probe.js";
import { revealPane } from "./reveal.js";
import { badges, itemPane, message, viewPane, votesPane, valueText } from "./render.js";
import { ActiveTimer } from "./timer.js";
import { toast } from "./toast.js";

const undoSeconds = 30;
const work = document.getElementById("work");
const stage = document.getElementById("stage");
const { claimUrl, tasksUrl, account, home, kinds } = work.dataset;

const claims = new Claims(claimUrl, holding, kinds ? [kinds] : []);
const leases = new Leases(tasksUrl, lostLease);
const timers = new Map();
const outbox = new Outbox(account, { changed: tellSync, done: stored, failed: refused });

let current = null;
let pane = null;
let next = null;
let fetching = null;
let last = null;
let blind = null;
let retry = null;

// ── claiming ──

function begin() {
  tellSync(outbox.entries.length, false);
  return advance();
}

/** What a claim must not give again: what is here, and what is answered but perhaps not yet known to the server. */
function holding() {
  const here = [current, next].filter(Boolean).map((task) => task.id);
  return [...new Set([...here, ...outbox.tasks])];
}

function take(task) {
  leases.hold(task);
  if (!timers.has(task.id)) timers.set(task.id, new ActiveTimer(performance.now()));
}

/** Asks for one more task unless one is here, on its way, or an answer must reach the server first. */
function prefetch() {
  if (next || fetching) return fetching ?? Promise.resolve();
  if (current && outbox.tasks.length > 0) return Promise.resolve();
  fetching = claims
    .next()
    .then((task) => {
      if (!task || task.id === current?.id) return;
      take(task);
      next = task;
    })
    .finally(() => { fetching = null; });
  return fetching;
}

async function advance() {
  clearTimeout(retry);
  if (!next) {
    current = null;
    pane = null;
    stage.setAttribute("aria-busy", "true");
    try {
      await outbox.flush();
      await prefetch();
    } catch (error) {
      return trouble(error);
    }
  }
  if (!next) return nothingWaits();
  const task = next;
  next = null;
  return show(task);
}

// ── showing ──

function show(task) {
  clearTimeout(retry);
  current = task;
  const Pane = task.action ? VerdictPane : AnswerPane;
  const answer = new Pane(task, (body) => submit(task, body), [{ label: "Skip", key: "N", run: skip }]);
  pane = answer;
  const left = task.action ? make("div", { class: "stack" }, actionPane(task), itemPane(task)) : itemPane(task);
  const column = make("div", { class: "answer-col" }, votesPane(task), answer.element, viewPane(task));
  stage.className = "work-stage enter";
  stage.replaceChildren(left, column);
  stage.setAttribute("aria-busy", "false");
  document.getElementById("task-badges").replaceChildren(...badges(task));
  document.getElementById("guidelines-version").textContent = `version ${task.guideline_version}`;
  copyProse(task.guidelines_html ?? "", document.getElementById("guidelines-body"));
  if (task.waiting !== undefined) document.getElementById("waiting-count").textContent = task.waiting;
  announce(`${task.action ? `The agent proposes ${task.action.name}.` : task.question.prompt} Item ${task.item.key ?? ""}.`);
  timers.get(task.id)?.start();
  answer.focus();
  prefetch().catch(() => {});
}

function alone(element) {
  stage.className = "work-stage single";
  stage.replaceChildren(element);
  stage.setAttribute("aria-busy", "false");
  document.getElementById("task-badges").replaceChildren();
}

function nothingWaits() {
  alone(message("Nothing waits for you", "New cases appear here by themselves as the model meets ones it is unsure of.", [
    make("a", { class: "btn", href: home }, "Back to the loop"),
  ]));
  document.getElementById("waiting-count").textContent = "0";
  announce("Nothing waits for you.");
  retry = setTimeout(() => (document.visibilityState === "visible" ? advance() : nothingWaits()), 5000);
}

function trouble(error) {
  if (error instanceof Refused && error.status === 401) {
    alone(message("You are signed out", "Sign in again; answers not yet sent are kept in this browser.", [
      make("a", { class: "btn btn-primary", href: `/sign-in?next=${encodeURIComponent(location.pathname)}` }, "Sign in"),
    ]));
    return;
  }
  const offline = error instanceof Unreachable;
  alone(message(
    offline ? "No connection" : "No task can be claimed",
    offline ? "Trying again every few seconds. Answers you gave are kept and will be sent." : error.message,
    [make("button", { class: "btn", type: "button", on: { click: () => advance() } }, "Try now")],
  ));
  if (offline) retry = setTimeout(advance, 4000);
}

function announce(text) {
  document.getElementById("announce").textContent = text;
}

// ── answering ──

function submit(task, body) {
  if (task !== current) return;
  const timer = timers.get(task.id);
  timer.stop();
  leases.drop(task.id);
  const path = task.action ? "verdict" : task.review ? "review" : "annotation";
  const entry = outbox.add({
    task: task.id,
    url: `${tasksUrl}/${task.id}/${path}`,
    body: { ...body, active_ms: timer.milliseconds, fence: task.fence },
  });
  count(1);
  last?.close();
  const given = body.verdict ?? body.decision ?? body.value ?? "unsure, no answer";
  const said = body.value === undefined ? given : valueText(task.question, body.value);
  const words = `Saved: ${String(said).slice(0, 60)}`;
  if (task.review || task.action) {
    // A verdict settles its task at once; there is nothing to take back.
    last = null;
    toast(words);
  } else {
    const action = { label: "Undo Z", run: undo };
    // Answered blind: the model's view is one key away, and the answer is final once it was seen.
    blind = task.blind && task.kind === "label" ? { task, entry } : null;
    const view = blind ? { label: "Model’s view V", run: reveal } : undefined;
    const close = toast(words, { seconds: undoSeconds, countdown: true, action, more: view });
    last = { task, entry, until: performance.now() + undoSeconds * 1000, close };
  }
  if (task.probe) askProbe(task);
  else advance();
}

function askProbe(task) {
  pane = probePane(task, (value) => {
    if (value !== null) {
      const body = task.probe.kind === "rating" ? { rating: value } : { predicted: value };
      outbox.add({ task: null, url: `${tasksUrl}/${task.id}/probe`, body });
    }
    advance();
  });
  alone(pane.element);
}

function count(change) {
  const done = document.getElementById("done-count");
  const waiting = document.getElementById("waiting-count");
  done.textContent = Number(done.textContent) + change;
  waiting.textContent = Math.max(0, Number(waiting.textContent) - change);
}

async function undo() {
  if (!last || performance.now() > last.until) return;
  const { task, entry, close } = last;
  await outbox.flush();
  if (outbox.has(entry.key)) {
    toast("Not sent yet. Undo works once the server has the answer.", { tone: "bad" });
    return;
  }
  let back = task;
  try {
    const answer = await post(`${tasksUrl}/${task.id}/undo`, { fence: task.fence }, newKey());
    if (answer?.question) back = answer;
  } catch (error) {
    toast(error instanceof Refused ? error.message : "Not undone: the server cannot be reached.", { tone: "bad" });
    return;
  }
  last = null;
  close();
  count(-1);
  if (next && current) await leases.release(next).catch(() => {});
  timers.get(current?.id)?.stop();
  next = current ?? next;
  take(back);
  show(back);
}

// ── the model's view, after a blind answer ──

async function reveal() {
  if (!blind) return;
  const { task, entry } = blind;
  await outbox.flush();
  if (outbox.has(entry.key)) {
    toast("Not sent yet. The model’s view comes once the server has your answer.", { tone: "bad" });
    return;
  }
  let said;
  try {
    said = await post(`${tasksUrl}/${task.id}/reveal`, {}, newKey());
  } catch (error) {
    toast(error instanceof Refused ? error.message : "The server cannot be reached.", { tone: "bad" });
    return;
  }
  last?.close();
  if (last?.task.id === task.id) last = null;
  blind = null;
  const dialog = document.getElementById("reveal");
  const timer = new ActiveTimer(performance.now());
  timer.start();
  timers.get(current?.id)?.stop();
  const view = revealPane(said, task, {
    keep: () => dialog.close(),
    change: (body) => {
      timer.stop();
      outbox.add({ task: null, url: `${tasksUrl}/${task.id}/correction`, body: { ...body, active_ms: timer.milliseconds } });
      dialog.close();
    },
  });
  document.getElementById("reveal-body").replaceChildren(...view.elements);
  dialog.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("textarea, input")) return;
    if (view.press(event.key.toLowerCase())) event.preventDefault();
  };
  dialog.onclose = () => timers.get(current?.id)?.start();
  dialog.showModal();
  view.focus();
}

async function skip() {
  const task = current;
  if (!task) return;
  timers.get(task.id)?.stop();
  try {
    const answer = await leases.release(task, true);
    if (answer?.blocked) toast(`Skipped. It stays waiting: ${answer.blocked}`, { seconds: 12 });
    else toast("Skipped. Somebody else gets it.");
  } catch (error) {
    toast(error instanceof Refused ? error.message : "Not given back: the server cannot be reached.", { tone: "bad" });
    if (!(error instanceof Refused)) return;
  }
  await advance();
}

// ── what the server said ──

function stored(entry, answer) {
  // Without this time the task is settled already, or the answer does not count.
  if (last?.entry.key === entry.key && answer && !answer.undo_until) {
    last.close();
    last = null;
  }
  if (answer?.late) toast(answer.message ?? "This answer came late. It is kept, marked late.", { seconds: 8 });
  prefetch().catch(() => {});
  if (entry.url.endsWith("/correction") && answer?.message) toast(answer.message, { seconds: 8 });
}

function refused(entry, error) {
  if (last?.entry.key === entry.key) last.close();
  toast(`An answer was not taken: ${error.message}`, { tone: "bad", seconds: 12 });
}

function lostLease(id) {
  if (next?.id === id) next = null;
  if (current?.id !== id) return;
  toast("Your time on this case ran out, so it went back to the queue.", { seconds: 8 });
  advance();
}

function tellSync(waiting, offline) {
  const badge = document.getElementById("sync-state");
  const lost = offline || !navigator.onLine;
  badge.dataset.state = waiting === 0 ? "saved" : lost ? "offline" : "sending";
  const answers = waiting === 1 ? "1 answer waits" : `${waiting} answers wait`;
  badge.textContent = waiting === 0 ? "All saved" : lost ? `Offline — ${answers}` : "Saving";
}

// ── keys ──

listen((key) => {
  if (key === "g") document.getElementById("guidelines").showModal();
  else if (key === "?") document.getElementById("shortcuts").showModal();
  else if (key === "z") undo();
  else if (key === "v" && blind) reveal();
  else if (pane?.press(key)) return true;
  else if (key === "n" && current) skip();
  else return false;
  return true;
});

setInterval(() => timers.get(current?.id)?.tick(), 5000);
document.addEventListener("visibilitychange", () => timers.get(current?.id)?.tick());
addEventListener("online", () => tellSync(outbox.entries.length, false));
addEventListener("offline", () => tellSync(outbox.entries.length, true));
addEventListener("beforeunload", (event) => {
  const writing = document.querySelector("textarea[name=value], textarea[name=comment]");
  if (writing?.value) event.preventDefault();
});

begin();
