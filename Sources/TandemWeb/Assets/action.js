// An agent's action: what it wants to do, and the ways to answer: accept, edit, reject, respond.
import { make } from "./dom.js";

const verdicts = [
  { value: "accept", text: "Accept", note: "the agent does exactly this" },
  { value: "edit", text: "Edit", note: "the agent does it with other arguments" },
  { value: "reject", text: "Reject", note: "nothing is done" },
  { value: "respond", text: "Respond", note: "nothing is done; tell the agent why" },
];

const isPlain = (value) => value === null || typeof value !== "object";
const shown = (value) => (isPlain(value) ? String(value) : JSON.stringify(value, null, 2));

/** The action as it would be taken; the answer is bound to its hash. */
export function actionPane(task) {
  const { action } = task;
  const rows = Object.entries(action.arguments ?? {}).map(([name, value]) =>
    make("tr", {}, make("th", { scope: "row" }, name),
      make("td", { class: isPlain(value) ? null : "mono json" }, shown(value))));
  return make(
    "section",
    { class: "card action-pane", "aria-label": "Proposed action" },
    make("div", { class: "item-head" }, make("h2", {}, "The agent proposes"),
      make("span", { class: "action-name mono" }, action.name)),
    rows.length > 0
      ? make("table", { class: "item-fields" }, make("tbody", {}, rows))
      : make("p", { class: "card-body small muted" }, "Without arguments."),
    make("p", { class: "action-hash xs faint", title: action.hash },
      `Your answer is bound to these arguments (${action.hash.slice(0, 12)}…).`),
  );
}

export class VerdictPane {
  #task;
  #submit;
  #tools;
  #mode = null;
  element;

  /** `submit(body)` gets the verdict without times; `tools` are the buttons below it. */
  constructor(task, submit, tools) {
    this.#task = task;
    this.#submit = submit;
    this.#tools = tools;
    this.element = make("section", { class: "card answer-pane", "aria-label": "Verdict" });
    this.#show();
  }

  #show() {
    const titles = { edit: "With which arguments?", respond: "What should the agent know?" };
    const body = this.#mode === "edit" ? this.#editing() : this.#mode === "respond" ? this.#responding() : this.#choices();
    this.element.replaceChildren(
      make("div", { class: "question" }, make("h2", {}, titles[this.#mode] ?? "May the agent do this?")),
      body,
      make("div", { class: "answer-tools" },
        this.#mode ? this.#tool("Back", "Esc", () => this.back()) : null,
        ...this.#tools.map((tool) => this.#tool(tool.label, tool.key, tool.run))),
    );
    this.element.querySelector("[name]")?.focus();
  }

  #tool(label, key, run) {
    return make("button", { type: "button", class: "btn btn-quiet btn-sm", on: { click: run } }, label, " ",
      make("kbd", { class: "desktop-keys", "aria-hidden": "true" }, key));
  }

  #choices() {
    return make("div", { class: "choices" }, verdicts.map((one, index) =>
      make("button", { type: "button", class: "choice", "data-key": String(index + 1), on: { click: () => this.#choose(one.value) } },
        make("kbd", { "aria-hidden": "true", class: "desktop-keys" }, String(index + 1)),
        make("span", {}, one.text), make("small", {}, one.note))));
  }

  #choose(verdict) {
    if (verdict === "edit" || verdict === "respond") {
      this.#mode = verdict;
      this.#show();
    } else this.#finish({ verdict });
  }

  #editing() {
    const fields = Object.entries(this.#task.action.arguments ?? {}).map(([name, value], index) => field(name, value, index));
    const problem = make("p", { class: "small form-problem", role: "alert", hidden: true });
    const run = () => {
      try {
        const edited = Object.fromEntries(fields.map((one) => [one.name, one.read()]));
        this.#finish({ verdict: "edit", arguments: edited });
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
    };
    return form([...fields.map((one) => one.element), problem, submitRow("Let it do this")], run);
  }

  #responding() {
    const input = make("textarea", { class: "textarea", name: "message", id: "agent-message", rows: 4, maxlength: 10000, required: true });
    return form(
      [make("label", { class: "visually-hidden", for: "agent-message" }, "Message to the agent"), input, submitRow("Send")],
      () => this.#finish({ verdict: "respond", message: input.value.trim() }),
    );
  }

  #finish(body) {
    this.#submit({ ...body, seen_hash: this.#task.action.hash });
  }

  back() {
    this.#mode = null;
    this.#show();
  }

  /** Answers with a number key; true when the key meant something here. */
  press(key) {
    if (key === "escape" && this.#mode) {
      this.back();
      return true;
    }
    const choice = [...this.element.querySelectorAll(".choice")].find((one) => one.dataset.key === key);
    choice?.setAttribute("aria-pressed", "true");
    choice?.click();
    return Boolean(choice);
  }

  focus() {}
}

function submitRow(words) {
  return make("div", { class: "actions" },
    make("button", { class: "btn btn-primary", type: "submit" }, words, " ", make("kbd", { class: "desktop-keys" }, "Ctrl ↵")));
}

function form(children, run) {
  const element = make("form", { class: "answer-form stack", on: {
    submit: (event) => {
      event.preventDefault();
      run();
    },
    keydown: (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        element.requestSubmit();
      }
    },
  } }, children);
  return element;
}

/** One argument as a field of its own type; what is no plain value is edited as JSON. */
function field(name, value, index) {
  const id = `argument-${index}`;
  const attributes = { class: "input", id, name: `argument:${name}` };
  let input;
  let read;
  if (typeof value === "number") {
    input = make("input", { ...attributes, type: "number", step: "any", required: true });
    read = () => Number(input.value);
  } else if (typeof value === "boolean") {
    input = make("select", { ...attributes, class: "select" }, make("option", { value: "true" }, "true"), make("option", { value: "false" }, "false"));
    read = () => input.value === "true";
  } else if (typeof value === "string") {
    input = value.length > 60 ? make("textarea", { ...attributes, class: "textarea", rows: 3 }) : make("input", { ...attributes, type: "text" });
    read = () => input.value;
  } else {
    input = make("textarea", { ...attributes, class: "textarea textarea-code", rows: 4, spellcheck: "false" });
    read = () => {
      try {
        return JSON.parse(input.value);
      } catch {
        throw new Error(`${name} is not valid JSON.`);
      }
    };
  }
  input.value = shown(value);
  return { name, read, element: make("div", { class: "field" }, make("label", { for: id }, name), input) };
}
