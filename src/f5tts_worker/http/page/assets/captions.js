// Captions over a frame, drawn by libass as a player would draw them. It is loaded when they are first shown.
const ROUNDED_S = 0.005; // ASS has hundredths of a second: a word's first moment may round to the next one
const FONTS = ["LiberationSans-Regular.woff2", "LiberationSans-Bold.woff2"];

const vendor = (path) => new URL(`../vendor/${path}`, import.meta.url).href;

export class Captions {
  #worker = null;
  #loading = null;
  #asked = new Map(); // what the worker has still to answer, by number
  #count = 0;
  #wanted = ""; // the file that is to be shown
  #isShown = false;
  #busy = false;
  #time = 0;
  #drawn = ""; // what the last picture shows; empty where the same time has another picture

  /** `canvas` covers the frame. */
  constructor(canvas) {
    this.canvas = canvas;
    new ResizeObserver(() => this.#resize()).observe(canvas);
  }

  /** Show an ASS file's captions, unless others are to be shown by then. Raises an Error where libass cannot be
   *  loaded. */
  async show(ass) {
    this.#wanted = ass;
    await (this.#loading ??= this.#load());
    if (this.#wanted !== ass) return;
    await this.#ask("show", { ass });
    this.#isShown = true;
    this.#resize();
  }

  /** Draw what is shown at a time, unless the last picture is still being drawn: then that time comes next. */
  async draw(time) {
    this.#time = time;
    const wanted = `${time} ${this.canvas.clientWidth} ${this.canvas.clientHeight}`;
    if (!this.#isShown || this.#busy || !this.canvas.clientWidth || wanted === this.#drawn) return;
    const isNew = !this.#drawn;
    this.#busy = true;
    this.#drawn = wanted;
    try {
      await this.#ask("draw", { time: time + ROUNDED_S, isNew });
      this.canvas.dataset.time = time; // of the picture that is seen, for those who wait for it
    } finally {
      this.#busy = false;
    }
    if (this.#time !== time || !this.#drawn) this.draw(this.#time);
  }

  #load() {
    this.#worker = new Worker(new URL("./captions-worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data: { number, error } }) => {
      const { done, failed } = this.#asked.get(number);
      this.#asked.delete(number);
      if (error) failed(new Error(error)); else done();
    });
    this.#worker.addEventListener("error", ({ message }) => {
      for (const { failed } of this.#asked.values()) failed(new Error(message ?? "captions-worker.js"));
    });
    const canvas = this.canvas.transferControlToOffscreen();
    const fonts = FONTS.map((name) => vendor(`fonts/${name}`));
    return this.#ask("begin", { canvas, wasm: vendor("jassub/wasm/jassub-worker.wasm"), fonts }, [canvas]);
  }

  #ask(name, rest, given = []) {
    const number = this.#count++;
    return new Promise((done, failed) => {
      this.#asked.set(number, { done, failed });
      this.#worker.postMessage({ name, number, ...rest }, given);
    });
  }

  #resize() {
    if (!this.#isShown || !this.canvas.clientWidth) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth * ratio, this.canvas.clientHeight * ratio].map(Math.round);
    this.#ask("resize", { width, height });
    this.#drawn = "";
    this.draw(this.#time);
  }
}
