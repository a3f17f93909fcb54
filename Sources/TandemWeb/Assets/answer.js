// The question and the ways to answer it: choices, a number, a text, or a verdict on somebody's answer.
import { make } from "./dom.js";
import { givenAnswer, valueText } from "./render.js";

const verdicts = [
  { value: "accept", text: "Accept", note: "the answer is right" },
  { value: "correct", text: "Correct", note: "choose the right one" },
  { value: "reject", text: "Reject", note: "wrong, and no right one to give" },
  { value: "abstain", text: "Abstain", note: "cannot tell" },
];

export class AnswerPane {
  #task;
  #submit;
  #unsure = false;
  #correcting = false;
  #tools;
  element;

  /** `submit(body)` gets the answer without times; `tools` are the buttons below it. */
  constructor(task, submit, tools) {
    this.#task = task;
    this.#submit = submit;
    this.#tools = tools;
    this.element = make("section", { class: "card answer-pane", "aria-label": "Question" });
    this.#show();
  }

  #show() {
    const { question, review } = this.#task;
    const comment = this.element.querySelector("textarea[name=comment]")?.value;
    const given = this.element.querySelector("[name=value]")?.value;
    const heading = make(
      "div",
      { class: "question" },
      make("h2", {}, this.#correcting ? "What is right instead?" : question.prompt),
      question.help && !this.#correcting ? make("p", {}, question.help) : null,
    );
    const body = review && !this.#correcting ? [givenAnswer(this.#task), this.#verdicts()] : this.#answers();
    this.element.replaceChildren(heading, ...[body].flat(), this.#comment(comment), this.#toolbar());
    const field = this.element.querySelector("[name=value]");
    if (field && given) field.value = given;
  }

  #choice(option, index, run) {
    const key = option.hotkey ?? (index < 9 ? String(index + 1) : null);
    return make(
      "button",
      { type: "button", class: "choice", "data-key": key, on: { click: run } },
      key ? make("kbd", { "aria-hidden": "true", class: "desktop-keys" }, key) : null,
      make("span", {}, option.text),
      option.note ? make("small", {}, option.note) : null,
    );
  }

  #verdicts() {
    return make("div", { class: "choices" }, verdicts.map((one, index) =>
      this.#choice(one, index, () => {
        if (one.value === "correct") {
          this.#correcting = true;
          this.#show();
        } else this.#finish({ decision: one.value });
      }),
    ));
  }

  #answers() {
    const { question } = this.#task;
    if (question.kind === "choice") {
      return make("div", { class: "choices" }, question.labels.map((label, index) =>
        this.#choice(label, index, () => this.#give(label.value)),
      ), this.#cannotTell());
    }
    return [question.kind === "number" ? this.#number(question) : this.#text(question),
      make("div", { class: "choices" }, this.#cannotTell())];
  }

  /** Once marked unsure, sending no answer at all is one more choice. */
  #cannotTell() {
    if (!this.#unsure || this.#task.review) return null;
    const option = { hotkey: "0", text: "Cannot tell", note: "sends no answer, only that you are unsure" };
    return this.#choice(option, 0, () => this.#finish({}));
  }

  #number(question) {
    const { min, max, step, unit } = question.number ?? {};
    const input = make("input", {
      class: "input", type: "number", name: "value", min, max, step: step ?? "any", required: true, inputmode: "decimal",
      id: "number-value",
    });
    const range = min !== undefined && max !== undefined ? `${min} to ${max}` : "";
    return this.#form(
      [make("label", { for: "number-value", class: "visually-hidden" }, question.prompt),
        make("div", { class: "row" }, input, unit ? make("span", { class: "muted" }, unit) : null,
          make("button", { class: "btn btn-primary", type: "submit" }, "Submit ", make("kbd", {}, "↵"))),
        range ? make("p", { class: "xs faint" }, range) : null],
      () => this.#give(Number(input.value)),
    );
  }

  #text(question) {
    const input = make("textarea", {
      class: "textarea", name: "value", maxlength: question.text?.max_length, required: true, id: "text-value", rows: 5,
    });
    const form = this.#form(
      [make("label", { for: "text-value", class: "visually-hidden" }, question.prompt), input,
        make("div", { class: "actions" },
          make("button", { class: "btn btn-primary", type: "submit" }, "Submit ", make("kbd", {}, "Ctrl ↵")))],
      () => this.#give(input.value.trim()),
    );
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    return form;
  }

  #form(children, run) {
    return make("form", {
      class: "answer-form",
      on: {
        submit: (event) => {
          event.preventDefault();
          run();
        },
      },
    }, children);
  }

  #give(value) {
    this.#finish(this.#task.review ? { decision: "correct", value } : { value });
  }

  #finish(body) {
    const comment = this.element.querySelector("textarea[name=comment]")?.value.trim();
    const said = this.#task.review ? { reason: comment || undefined } : { comment: comment || undefined };
    this.#submit({ ...body, ...said, ...(this.#task.review ? {} : { unsure: this.#unsure }) });
  }

  #comment(kept) {
    const area = make("textarea", { class: "textarea", name: "comment", id: "comment", maxlength: 2000, rows: 2 });
    if (kept) area.value = kept;
    return make("div", { class: "comment", hidden: !kept },
      make("label", { class: "xs faint", for: "comment" }, this.#task.review ? "Reason" : "Comment"), area);
  }

  #toolbar() {
    const button = (label, key, run, pressed) =>
      make("button", { type: "button", class: "btn btn-quiet btn-sm", on: { click: run }, "aria-pressed": pressed },
        label, " ", make("kbd", { class: "desktop-keys", "aria-hidden": "true" }, key));
    return make(
      "div",
      { class: "answer-tools" },
      this.#task.review ? null : button("Unsure", "U", () => this.toggleUnsure(), String(this.#unsure)),
      button(this.#task.review ? "Reason" : "Comment", "C", () => this.openComment()),
      this.#correcting ? button("Back", "Esc", () => this.back()) : null,
      ...this.#tools.map((tool) => button(tool.label, tool.key, tool.run)),
    );
  }

  toggleUnsure() {
    this.#unsure = !this.#unsure;
    this.#show();
  }

  openComment() {
    this.element.querySelector(".comment").hidden = false;
    this.element.querySelector("textarea[name=comment]").focus();
  }

  back() {
    this.#correcting = false;
    this.#show();
  }

  /** Answers with a number or letter key; true when the key meant something here. */
  press(key) {
    if (key === "escape" && this.#correcting) {
      this.back();
      return true;
    }
    const choice = [...this.element.querySelectorAll(".choice")].find((one) => one.dataset.key === key);
    if (choice) {
      choice.setAttribute("aria-pressed", "true");
      choice.click();
      return true;
    }
    if (key === "u" && !this.#task.review) {
      this.toggleUnsure();
      return true;
    }
    if (key === "c") {
      this.openComment();
      return true;
    }
    return false;
  }

  focus() {
    this.element.querySelector("input[name=value], textarea[name=value]")?.focus();
  }

  describe(value) {
    return valueText(this.#task.question, value);
  }
}
