// One task as elements. Reads the task's JSON (see TaskPayload.swift), knows nothing about the network.
import { make, draw } from "./dom.js";

const kinds = { label: "Label", review: "Review", adjudicate: "Adjudicate", approve: "Approve" };
const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

const dueIn = (task) => Math.round((Date.parse(task.due_at) - Date.now()) / 60_000);

function dueText(task) {
  const minutes = dueIn(task);
  if (minutes < 0) return "overdue";
  if (minutes < 90) return `due in ${minutes} min`;
  if (minutes > 60 * 1440) return `due ${task.due_at.slice(0, 10)}`;
  return minutes < 2880 ? `due in ${Math.round(minutes / 60)} h` : `due in ${Math.round(minutes / 1440)} days`;
}

/** What this task is and why it came to a person, as badges. */
export function badges(task) {
  const reasons = (task.reasons ?? []).map((reason) => make("span", { class: "badge badge-human" }, reason.text));
  return [
    make("span", { class: "badge badge-info" }, kinds[task.kind] ?? task.kind),
    ...reasons,
    task.due_at ? make("span", { class: `badge badge-${dueIn(task) < 0 ? "bad" : "warn"}` }, dueText(task)) : null,
    task.blind ? make("span", { class: "badge" }, "Blind") : null,
  ].filter(Boolean);
}

/** The text of an answer's value: a label's name, a number with its unit, or the words. */
export function valueText(question, value) {
  const label = (question.labels ?? []).find((one) => one.value === value);
  if (label) return label.text;
  return question.number?.unit ? `${value} ${question.number.unit}` : String(value);
}

export function itemPane(task) {
  const { item } = task;
  const rows = (item.fields ?? []).map((field) =>
    make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        field.label ?? field.name,
        field.help ? make("span", { class: "field-help" }, field.help) : null,
      ),
      field.value === null || field.value === undefined || field.value === ""
        ? make("td", { class: "missing" }, "missing")
        : make("td", {}, String(field.value)),
    ),
  );
  return make(
    "section",
    { class: "card item-pane", "aria-label": "Item" },
    make("div", { class: "item-head" }, make("h2", {}, "Item"), make("span", { class: "item-key" }, item.key ?? "")),
    item.text ? make("div", { class: "item-text" }, coloredText(item.text, task.explanation?.tokens)) : null,
    rows.length > 0 ? make("table", { class: "item-fields" }, make("tbody", {}, rows)) : null,
  );
}

/** The text with its words shaded by contribution; `start` and `end` count UTF-16 units, as JavaScript does. */
function coloredText(text, tokens) {
  if (!tokens?.length) return [text];
  const strongest = Math.max(...tokens.map((token) => Math.abs(token.contribution)), 1e-12);
  const parts = [];
  let at = 0;
  for (const token of [...tokens].sort((a, b) => a.start - b.start)) {
    if (token.start < at || token.end > text.length) continue;
    parts.push(text.slice(at, token.start));
    const level = Math.round((4 * Math.abs(token.contribution)) / strongest);
    const shade = level > 0 ? `${token.contribution > 0 ? "up" : "down"}-${level}` : "";
    const title = `${signed(token.contribution)} margin`;
    parts.push(make("mark", { class: shade, title }, text.slice(token.start, token.end)));
    at = token.end;
  }
  parts.push(text.slice(at));
  return parts;
}

export function viewPane(task) {
  if (task.blind) {
    return make(
      "section",
      { class: "card view", "aria-label": "The model’s view" },
      make(
        "div",
        { class: "blind-note" },
        draw(
          "svg",
          { viewBox: "0 0 20 20", "aria-hidden": "true" },
          draw("path", {
            d: "M3 3l14 14M8 5.2A8 8 0 0 1 18 10a9 9 0 0 1-2 2.6M5 6.6A9 9 0 0 0 2 10a8 8 0 0 0 10.5 4.4",
            fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round",
          }),
        ),
        make("p", {}, task.kind === "label"
          ? "Answer first; the model’s view comes after. Independent answers keep the measurement honest."
          : "The model’s view is kept out of this: judge the case by itself."),
      ),
    );
  }
  if (!task.suggestion && !task.explanation) return null;
  return make(
    "section",
    { class: "card view", "aria-label": "The model’s view" },
    make("div", { class: "view-head" }, make("h2", {}, "The model’s view"),
      task.explanation ? make("span", { class: "xs faint" }, `Contributions in ${task.explanation.unit}`) : null),
    task.suggestion ? lean(task) : null,
    task.explanation?.contributions?.length ? bars(task) : null,
    task.explanation?.tokens?.length ? shades(task) : null,
  );
}

function lean(task) {
  return make("p", { class: "lean" }, "Leans ", make("strong", {}, valueText(task.question, task.suggestion.value)),
    `, probability ${task.suggestion.probability.toFixed(2)}`);
}

/** The class the contributions speak for; unnamed while the person is to guess it. */
function classText(task) {
  return task.explanation.class ? valueText(task.question, task.explanation.class) : "the model’s answer";
}

function shades(task) {
  const toward = classText(task);
  const key = (kind, words) => make("span", {}, make("i", { class: kind }), words);
  return make("p", { class: "legend shades" }, key("key-toward", `words toward ${toward}`),
    key("key-away", `words away from ${toward}`));
}

function bars(task) {
  const { explanation } = task;
  const sorted = [...explanation.contributions].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const most = sorted.length > 9 ? 8 : 9;
  const shown = sorted.slice(0, most);
  const rest = sorted.slice(most);
  if (rest.length > 0) {
    const sum = rest.reduce((total, one) => total + one.contribution, 0);
    shown.push({ feature: `${rest.length} other features`, contribution: sum });
  }
  const longest = Math.max(...shown.map((one) => Math.abs(one.contribution)), 1e-12);
  const toward = classText(task);
  return [
    make("div", { class: "bars", role: "list" }, shown.map((one) => bar(one, longest))),
    make("div", { class: "bar-ends" }, make("span", {}, `← away from ${toward}`), make("span", {}, `toward ${toward} →`)),
    make("p", { class: "xs faint" }, `Starts at ${signed(explanation.base)}; the bars add up to the model’s margin.`),
  ];
}

function bar(one, longest) {
  const width = (48 * Math.abs(one.contribution)) / longest;
  const up = one.contribution >= 0;
  const named = one.value === undefined || one.value === null ? one.feature : `${one.feature} = ${one.value}`;
  return make(
    "div",
    { class: "bar", role: "listitem" },
    make("span", { class: "bar-name", title: named }, named),
    draw(
      "svg",
      { viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("line", { class: "bar-axis", x1: 50, x2: 50, y1: 0, y2: 12 }),
      draw("rect", { class: up ? "bar-up" : "bar-down", x: up ? 50 : 50 - width, y: 1.5, width, height: 9, rx: 1 }),
    ),
    make("span", { class: "num right" }, signed(one.contribution)),
  );
}

/** Why these answers are looked at again, in one sentence. */
function whyAsked(task) {
  const codes = (task.reasons ?? []).map((reason) => reason.code);
  if (codes.includes("disagreement")) return "They disagree; your answer settles it.";
  if (codes.includes("unsure")) return "Too few were sure; your answer settles it.";
  if (codes.includes("low_confidence")) return "They agree, but not surely enough; your answer settles it.";
  if (codes.includes("rejected")) return "A reviewer rejected this answer; yours settles it.";
  return "Your answer settles it.";
}

/** Earlier answers side by side, for whoever settles a disagreement. */
export function votesPane(task) {
  if (!task.votes?.length) return null;
  const given = (vote) => (vote.value === undefined || vote.value === null ? "No answer" : valueText(task.question, vote.value));
  return make(
    "section",
    { class: "card votes-pane", "aria-label": "Earlier answers" },
    make("div", { class: "card-head" }, make("h2", {}, task.votes.length > 1 ? "The votes" : "The answer so far")),
    make("p", { class: "votes-why small muted" }, whyAsked(task)),
    make("div", { class: "votes" }, task.votes.map((vote) =>
      make(
        "div",
        { class: "vote-card", "data-label": vote.value ?? null },
        make("div", { class: "vote-head" }, make("span", { class: "value" }, given(vote)),
          vote.unsure ? make("span", { class: "badge badge-warn" }, "unsure") : null),
        by(vote),
        vote.comment ? make("p", { class: "said" }, `“${vote.comment}”`) : null,
      ),
    )),
  );
}

function by(who) {
  return make("span", { class: "person small muted" }, who.by,
    who.simulated ? make("span", { class: "badge badge-simulated" }, "simulated") : null);
}

/** The answer under review. */
export function givenAnswer(task) {
  const { review, question } = task;
  return make(
    "div",
    { class: "given" },
    make("p", { class: "xs faint" }, review.source === "model" ? "The model answered" : "A person answered"),
    make("p", { class: "value" }, valueText(question, review.value)),
    by({ by: review.by, simulated: review.simulated }),
    review.probability === undefined || review.probability === null
      ? null
      : make("span", { class: "small muted" }, ` · probability ${review.probability.toFixed(2)}`),
    review.comment ? make("p", { class: "small muted" }, `“${review.comment}”`) : null,
  );
}

export function message(title, text, actions = []) {
  return make(
    "section",
    { class: "card" },
    make(
      "div",
      { class: "empty" },
      draw(
        "svg",
        { viewBox: "0 0 44 44", "aria-hidden": "true" },
        draw("circle", { cx: 15, cy: 22, r: 10, fill: "none", stroke: "currentColor", "stroke-width": 3 }),
        draw("circle", { cx: 29, cy: 22, r: 10, fill: "none", stroke: "currentColor", "stroke-width": 3 }),
      ),
      make("h2", {}, title),
      make("p", {}, text),
      actions.length > 0 ? make("div", { class: "actions" }, actions) : null,
    ),
  );
}

