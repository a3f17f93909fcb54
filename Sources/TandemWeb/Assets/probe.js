// The question about the explanation, after one task in twenty: did it help, or what will the model say?
import { make } from "./dom.js";

const ratings = ["1", "2", "3", "4", "5"].map((value) => ({ value: Number(value), text: value, key: value }));

/** `answer(value)` or `answer(null)` when skipped. Gives the element and what a key does to it. */
export function probePane(task, answer) {
  const rating = task.probe.kind === "rating";
  const options = rating
    ? ratings
    : task.question.labels.map((label, index) => ({ ...label, key: String(label.hotkey ?? index + 1) }));
  const buttons = options.map((option) =>
    make("button", { type: "button", class: "choice", "data-key": option.key, on: { click: () => answer(option.value) } },
      rating ? null : make("kbd", { class: "desktop-keys", "aria-hidden": "true" }, option.key), option.text),
  );
  const element = make(
    "section",
    { class: "card", "aria-label": "About the explanation" },
    make(
      "div",
      { class: "question" },
      make("h2", {}, rating ? "Did the explanation help?" : "What will the model say to this one?"),
      make("p", {}, rating
        ? "Asked after about one task in twenty. It is how we know whether explanations earn their place."
        : "Your guess measures whether the explanations teach how the model behaves."),
    ),
    make("div", { class: rating ? "scale" : "choices" }, buttons),
    rating ? make("div", { class: "scale-ends" }, make("span", {}, "not at all"), make("span", {}, "a lot")) : null,
    make("div", { class: "answer-tools" },
      make("button", { type: "button", class: "btn btn-quiet btn-sm", on: { click: () => answer(null) } },
        "Skip ", make("kbd", { class: "desktop-keys" }, "N"))),
  );
  return {
    element,
    press(key) {
      if (key === "n" || key === "escape") answer(null);
      else {
        const button = buttons.find((one) => one.dataset.key === key);
        if (!button) return false;
        button.click();
      }
      return true;
    },
  };
}
