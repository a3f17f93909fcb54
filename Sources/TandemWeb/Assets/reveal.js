// After a blind answer: what the person said beside what the model says and why; keep the answer or change it.
import { AnswerPane } from "./answer.js";
import { make } from "./dom.js";
import { valueText, viewPane } from "./render.js";

/** `said` is the answer of `…/reveal`; `keep()` and `change(body)` end it. Gives elements, keys and the first focus. */
export function revealPane(said, task, { keep, change }) {
  const mine = said.value === undefined || said.value === null ? "unsure" : valueText(said.question, said.value);
  const theirs = valueText(said.question, said.suggestion.value);
  const head = make(
    "div",
    { class: "given" },
    make("p", { class: "xs faint" }, `Case ${said.item.key}`),
    make("p", {}, "You said ", make("strong", {}, mine), said.unsure && mine !== "unsure" ? " (unsure)" : null, "."),
    make("p", {}, "The model said ", make("strong", {}, theirs),
      `, probability ${said.suggestion.probability.toFixed(2)}, because:`),
  );
  const why = said.explanation ? viewPane({ ...task, ...said, blind: false }) : make("p", { class: "muted" }, "It cannot say why.");
  const keepButton = make(
    "button",
    { type: "button", class: "btn btn-primary", on: { click: keep } },
    "Keep my answer ", make("kbd", { class: "desktop-keys" }, "K"),
  );
  const note = make("p", { class: "xs faint" },
    "Your first answer is kept and counts for every measure of agreement; a change is recorded beside it.");
  const pane = new AnswerPane(
    { question: { ...said.question, prompt: "Change it?" }, item: said.item },
    change,
    [],
  );
  return {
    elements: [head, why, make("div", { class: "actions" }, keepButton), pane.element, note].filter(Boolean),
    press(key) {
      if (key !== "k") return pane.press(key);
      keep();
      return true;
    },
    focus: () => keepButton.focus(),
  };
}
