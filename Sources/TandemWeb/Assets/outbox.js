// Answers on their way to the server. Each is written down before it is sent and struck out only when the server has
// said yes or a final no; its Idempotency-Key makes every repetition the same act. So an answer survives a lost
// network, a reload and a crash, and is stored exactly once.
import { newKey, post, Unreachable } from "./api.js";

const longestWait = 30_000;

export class Outbox {
  #name;
  #changed;
  #done;
  #failed;
  #wait = 0;
  #timer = null;
  #running = null;
  #memory = [];

  /** `changed(count, offline)`, `done(entry, answer)` and `failed(entry, error)` keep the screen up to date. */
  constructor(account, { changed, done, failed }) {
    this.#name = `tandem-outbox:${account}`;
    this.#changed = changed;
    this.#done = done;
    this.#failed = failed;
    addEventListener("online", () => this.flush());
    addEventListener("storage", (event) => {
      if (event.key === this.#name) this.#changed(this.entries.length, this.#wait > 0);
    });
  }

  get entries() {
    try {
      return JSON.parse(localStorage.getItem(this.#name) ?? "[]");
    } catch {
      return this.#memory;
    }
  }

  #store(entries) {
    this.#memory = entries;
    try {
      localStorage.setItem(this.#name, JSON.stringify(entries));
    } catch {
      // Storage is full or switched off: the answers live as long as this page.
    }
    this.#changed(entries.length, this.#wait > 0);
  }

  add(entry) {
    const written = { ...entry, key: newKey(), at: Date.now() };
    this.#store([...this.entries, written]);
    this.flush();
    return written;
  }

  has(key) {
    return this.entries.some((entry) => entry.key === key);
  }

  /** The tasks whose answers wait. */
  get tasks() {
    return this.entries.map((entry) => entry.task).filter(Boolean);
  }

  #strike(key) {
    this.#store(this.entries.filter((entry) => entry.key !== key));
  }

  /** Sends what waits, oldest first, one at a time, in one tab at a time. */
  async flush() {
    clearTimeout(this.#timer);
    if (this.entries.length === 0) return;
    this.#running ??= (navigator.locks
      ? navigator.locks.request(this.#name, () => this.#sendAll())
      : this.#sendAll()
    ).finally(() => { this.#running = null; });
    await this.#running;
    if (this.entries.length > 0) this.#timer = setTimeout(() => this.flush(), Math.max(this.#wait, 50));
  }

  async #sendAll() {
    for (let entry = this.entries[0]; entry; entry = this.entries[0]) {
      try {
        const answer = await post(entry.url, entry.body, entry.key);
        this.#wait = 0;
        this.#strike(entry.key);
        this.#done(entry, answer);
      } catch (error) {
        if (error instanceof Unreachable || error.status === 401) {
          this.#wait = Math.min(longestWait, Math.max(1000, this.#wait * 2));
          this.#changed(this.entries.length, true);
          return;
        }
        this.#strike(entry.key);
        this.#failed(entry, error);
      }
    }
  }
}
