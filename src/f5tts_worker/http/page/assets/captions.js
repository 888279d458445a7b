// Captions over a frame, drawn by libass as a player would draw them. It is loaded when they are first shown.
const FONTS = ["LiberationSans-Regular.woff2", "LiberationSans-Bold.woff2"];

const vendor = (path) => new URL(`../vendor/${path}`, import.meta.url).href;

export class Captions {
  #worker = null;
  #busy = false;
  #time = 0;
  #drawn = ""; // what the last picture shows
  #isNew = false; // the file, so that the same time has another picture

  /** `canvas` covers the frame. */
  constructor(canvas) {
    this.canvas = canvas;
    new ResizeObserver(() => this.#resize()).observe(canvas);
  }

  /** Show an ASS file's captions. Raises an Error if libass cannot be loaded. */
  async show(ass) {
    if (!this.#worker) await this.#load();
    await this.#do("show", { ass });
    this.#isNew = true;
    this.#resize();
  }

  /** Draw what is shown at a time, unless the last picture is still being drawn. */
  async draw(time) {
    this.#time = time;
    const wanted = `${time} ${this.canvas.clientWidth} ${this.canvas.clientHeight}`;
    if (!this.#worker || this.#busy || !this.canvas.clientWidth || (wanted === this.#drawn && !this.#isNew)) return;
    this.#busy = true;
    this.#drawn = wanted;
    const isNew = this.#isNew;
    this.#isNew = false;
    await this.#do("draw", { time, isNew });
    this.#busy = false;
    if (this.#time !== time || this.#isNew) this.draw(this.#time);
  }

  async #load() {
    this.#worker = new Worker(new URL("./captions-worker.js", import.meta.url), { type: "module" });
    const canvas = this.canvas.transferControlToOffscreen();
    const fonts = FONTS.map((name) => vendor(`fonts/${name}`));
    await this.#do("begin", { canvas, wasm: vendor("jassub/wasm/jassub-worker.wasm"), fonts }, [canvas]);
  }

  #do(name, rest, given = []) {
    return new Promise((done, failed) => {
      const answered = ({ data }) => {
        if (data.name !== name) return;
        this.#worker.removeEventListener("message", answered);
        if (data.error) failed(new Error(data.error)); else done();
      };
      this.#worker.addEventListener("message", answered);
      this.#worker.addEventListener("error", () => failed(new Error("captions-worker.js")), { once: true });
      this.#worker.postMessage({ name, ...rest }, given);
    });
  }

  #resize() {
    if (!this.#worker || !this.canvas.clientWidth) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth * ratio, this.canvas.clientHeight * ratio].map(Math.round);
    this.#worker.postMessage({ name: "resize", width, height });
    this.#isNew = true;
    this.draw(this.#time);
  }
}
