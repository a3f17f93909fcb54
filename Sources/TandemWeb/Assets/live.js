// The live link. A browser allows six connections to one server over HTTP/1.1, shared by all tabs, so a tab that
// nobody has looked at for a while gives its link back and takes it up again when it is shown.

const patience = 20_000;

/** Behaves like an EventSource to htmx, but rests while the page is hidden. */
export class RestingSource {
  onopen = null;
  onerror = null;
  #url;
  #source = null;
  #listeners = [];
  #closed = false;
  #timer = null;

  constructor(url) {
    this.#url = url;
    this.#open();
    document.addEventListener("visibilitychange", () => this.#look());
  }

  get readyState() {
    return this.#closed ? EventSource.CLOSED : (this.#source?.readyState ?? EventSource.CONNECTING);
  }

  addEventListener(name, listener) {
    this.#listeners.push([name, listener]);
    this.#source?.addEventListener(name, listener);
  }

  removeEventListener(name, listener) {
    this.#listeners = this.#listeners.filter((one) => one[0] !== name || one[1] !== listener);
    this.#source?.removeEventListener(name, listener);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open() {
    this.#source = new EventSource(this.#url, { withCredentials: true });
    this.#source.onopen = (event) => {
      this.onopen?.(event);
    };
    this.#source.onerror = (event) => this.onerror?.(event);
    for (const [name, listener] of this.#listeners) this.#source.addEventListener(name, listener);
  }

  #look() {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    if (document.visibilityState === "hidden") {
      this.#timer = setTimeout(() => {
        this.#source.close();
        this.#source = null;
      }, patience);
    } else if (!this.#source) {
      this.#open();
    }
  }
}
