// Claiming tasks. Every claim names the tasks that this screen holds or has just answered, so the server gives another
// one: first what the person holds already (after a reload, or when an answer to a claim was lost), then a new one.
import { newKey, post } from "./api.js";

export class Claims {
  #url;
  #holding;

  /** `holding()` gives the ids of the tasks on the screen, prefetched, or answered and not yet sent. */
  constructor(url, holding) {
    this.#url = url;
    this.#holding = holding;
  }

  /** A task that is not on the screen yet, or null when nothing waits. */
  async next() {
    return post(this.#url, { holding: this.#holding().slice(0, 2) }, newKey());
  }
}
