// Claiming tasks. The key of each open claim is remembered for this tab, and a repeated claim key gives the same lease:
// so a reload shows the same task again and strands none.
import { newKey, post, Refused } from "./api.js";

export class Claims {
  #url;
  #name;

  constructor(url) {
    this.#url = url;
    this.#name = `tandem-claims:${url}`;
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#name) ?? "[]");
    } catch {
      return [];
    }
  }

  #write(claims) {
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(claims.slice(-4)));
    } catch {
      // Without storage a reload claims anew; the old lease runs out by itself.
    }
  }

  /** The task this claim is for was answered, given back or lost. */
  settle(taskID) {
    this.#write(this.#read().filter((claim) => claim.task !== taskID));
  }

  /** Tasks claimed before a reload and still held. */
  async resume() {
    const tasks = [];
    for (const claim of this.#read()) {
      const task = await this.#claim(claim.key);
      if (task && !tasks.some((held) => held.id === task.id)) tasks.push(task);
    }
    return tasks;
  }

  /** A task nobody showed here before, or null when nothing waits. */
  async next() {
    const key = newKey();
    this.#write([...this.#read(), { key }]);
    return this.#claim(key);
  }

  async #claim(key) {
    let task = null;
    try {
      task = await post(this.#url, { hold: 2 }, key);
    } catch (error) {
      if (error instanceof Refused) this.#write(this.#read().filter((claim) => claim.key !== key));
      throw error;
    }
    const others = this.#read().filter((claim) => claim.key !== key);
    this.#write(task ? [...others, { key, task: task.id }] : others);
    return task;
  }
}
