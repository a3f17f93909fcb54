// Active time on one task: only while the page is visible and somebody moved, typed or touched in the last minute,
// and never more than the time since the claim. Idle time is cut, so that a coffee break is not working time.

const idleAfter = 60_000;
let lastSign = performance.now();

for (const kind of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"]) {
  addEventListener(kind, () => { lastSign = performance.now(); }, { passive: true });
}

export class ActiveTimer {
  #active = 0;
  #mark = null;
  #claimed;

  /** `claimedAt` is the local time (performance.now) at which this browser was given the task. */
  constructor(claimedAt) {
    this.#claimed = claimedAt;
  }

  start() {
    lastSign = performance.now();
    this.#mark = lastSign;
  }

  stop() {
    this.#settle();
    this.#mark = null;
  }

  /** Whole milliseconds so far. */
  get milliseconds() {
    this.#settle();
    return Math.round(Math.max(0, Math.min(this.#active, performance.now() - this.#claimed)));
  }

  tick() {
    this.#settle();
  }

  #settle() {
    if (this.#mark === null) return;
    const now = performance.now();
    const until = document.visibilityState === "visible" ? Math.min(now, lastSign + idleAfter) : this.#mark;
    this.#active += Math.max(0, until - this.#mark);
    this.#mark = now;
  }
}
