// Claiming tasks. Every claim names the tasks that this screen holds or has just answered, so the server gives another
// one: first what the person holds already (after a reload, or when an answer to a claim was lost), then a new one.
import { newKey, post } from "./api.js";

export class Claims {
  #url;
  #holding;
  #kinds;

  /**
   * `holding()` gives the ids of the tasks on the screen, prefetched, or answered and not yet sent; `kinds` the kinds of
   * tasks that are wanted, or none for all.
   */
  constructor(url, holding, kinds = []) {
    this.#url = url;
    this.#holding = holding;
    this.#kinds = kinds;
  }

  /** A task that is not on the screen yet, or null when nothing waits. */
  async next() {
    const kinds = this.#kinds.length > 0 ? this.#kinds : undefined;
    return post(this.#url, { holding: this.#holding().slice(0, 2), kinds }, newKey());
  }
}
