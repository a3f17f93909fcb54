// The tasks this person holds (the one on screen and the next) and the heartbeat that keeps them.
import { post, Refused } from "./api.js";

export class Leases {
  #held = new Map();
  #lost;
  #tasksURL;
  #timer = null;

  /** `lost(taskID)` is called when the server says that a lease has ended. */
  constructor(tasksURL, lost) {
    this.#tasksURL = tasksURL;
    this.#lost = lost;
  }

  hold(task) {
    this.#held.set(task.id, task);
    if (this.#timer === null) this.#timer = setInterval(() => this.beat(), 20_000);
  }

  drop(id) {
    this.#held.delete(id);
  }

  holds(id) {
    return this.#held.has(id);
  }

  async beat() {
    for (const task of [...this.#held.values()]) {
      try {
        const answer = await post(`${this.#tasksURL}/${task.id}/heartbeat`, { fence: task.fence });
        if (answer?.lease_expires_at) task.lease_expires_at = answer.lease_expires_at;
      } catch (error) {
        if (error instanceof Refused && [404, 409, 410].includes(error.status) && this.#held.delete(task.id)) {
          this.#lost(task.id);
        }
      }
    }
  }

  /** Gives a task back; skipped, this person is not given it again. The answer says when nobody is left for it. */
  async release(task, skip = false) {
    const answer = await post(`${this.#tasksURL}/${task.id}/release`, { fence: task.fence, skip });
    this.drop(task.id);
    return answer;
  }
}
