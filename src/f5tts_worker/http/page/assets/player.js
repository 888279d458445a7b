// Plays speech and shows it: each word lit in its time, on the stage, in the rows of the text and on the waveform.
import { say } from "./phrases.js";
import { Outline } from "./outline.js";
import { breath } from "./pcm.js";
import { Sound } from "./sound.js";
import { Waveform, clock, latest } from "./waveform.js";
import { linesOf, roughCues } from "./words.js";

const find = (id) => document.getElementById(id);
const BUILDING_MS = 8; // of rows, without a pause
const CONTROLS = "input, textarea, select, button, a, summary, dialog, label";

export class Player {
  /** Called with the row of a sentence, makes what stands at its end. */
  decorate = () => [];
  /** Called on every frame with the time. */
  onFrame = () => {};
  #shownCue = -2; // what the last frame showed
  #lit = -2;
  #said = -2;
  #row = -1;
  #marked = []; // the elements of the word that is lit
  #drawing = false;

  constructor() {
    this.root = document.documentElement;
    this.stage = find("stage"), this.list = find("rows"), this.canvas = find("wave");
    this.sound = new Sound(find("audio"));
    this.waveform = new Waveform(this.canvas, find("map"));
    this.words = [], this.cues = [], this.rows = [];
    this.#listen();
    find("audio").controls = false;
    this.hint(say("hint"));
  }

  /** Write a sentence on the empty stage. */
  hint(text) {
    const line = document.createElement("span");
    line.className = "hint";
    line.textContent = text;
    this.stage.replaceChildren(line);
  }

  /** Show speech: `words` and `cues` as the subtitle format json has them, `rows` of the text as {from, to,
   *  lines}, its outline, and its seconds. What is heard is not touched. */
  show({ words, cues, rows, outline, duration }) {
    Object.assign(this, { words, cues, rows, outline });
    this.waveform.show(words, outline, duration);
    this.list.replaceChildren();
    this.#addRows(rows);
    if (!words.length) this.list.textContent = say("no_words");
    find("length").textContent = clock(duration);
    this.#forget();
    this.refresh();
  }

  /** Begin with speech that comes in pieces. */
  begin(rate) {
    this.sound.begin(rate);
    this.waveform.restart();
    this.show({ words: [], cues: [], rows: [], outline: new Outline(rate), duration: 0 });
    this.list.replaceChildren();
    this.hint(say("waiting"));
  }

  /** Add the next piece: its samples, its text, and its words with the times of the whole. */
  append(samples, text, words) {
    const from = this.words.length;
    if (!this.rows.length) this.stage.scrollIntoView({ block: "nearest" }); // on a phone it is below the form
    this.outline.add(samples);
    this.sound.append(samples);
    this.words.push(...words);
    this.cues.push(...roughCues(words, from));
    const row = { from, to: this.words.length, lines: [text] };
    this.rows.push(row);
    this.list.append(this.#rowOf(row, this.rows.length - 1));
    this.waveform.show(this.words, this.outline, this.sound.duration);
    find("length").textContent = clock(this.sound.duration);
    this.#loop();
  }

  /** Hear the sentence that begins in a row, from its first word to its last. */
  hearRow(index) {
    const { from, to, sentence } = this.rows[index];
    if (to <= from) return;
    const last = sentence ? this.rows.findLast((row) => row.sentence === sentence).to : to;
    this.seek(Math.max(0, this.words[from].start - 0.05));
    this.sound.play(this.words[last - 1].end + 0.1);
  }

  hear(index) {
    this.seek(this.words[index].start);
    if (this.sound.paused) this.sound.play();
  }

  toggle() {
    if (this.sound.paused) this.sound.play(); else this.sound.pause();
  }

  seek(time) {
    this.sound.seek(time);
    this.waveform.follow = true;
    this.waveform.reveal(time);
    this.refresh();
  }

  step(by) {
    const at = latest(this.words, this.sound.time) + by;
    if (this.words.length) this.seek(this.words[Math.min(Math.max(at, 0), this.words.length - 1)].start);
  }

  refresh() {
    if (!this.#drawing) requestAnimationFrame(() => this.#render());
  }

  // A few rows at a time: a long text has hundreds.
  async #addRows(rows) {
    for (let at = 0; at < rows.length && this.rows === rows;) {
      const made = document.createDocumentFragment(), since = performance.now();
      for (; at < rows.length && performance.now() - since < BUILDING_MS; at++) made.append(this.#rowOf(rows[at], at));
      this.list.append(made);
      await breath();
    }
  }

  #rowOf(row, index) {
    const item = document.createElement("li"), time = document.createElement("time");
    const text = document.createElement("p");
    time.textContent = row.to > row.from ? clock(this.words[row.from].start) : "";
    const voice = this.words[row.from]?.voice; // of a text that has several
    if (voice) time.append(Object.assign(document.createElement("span"), { className: "who", textContent: voice }));
    text.dir = "auto";
    text.append(...linesOf(row.lines, this.words, row.from, row.to));
    item.append(time, text, ...this.decorate(row, index));
    return item;
  }

  // --- what a frame shows -------------------------------------------------------------------------------------
  #forget() { this.#shownCue = this.#lit = this.#said = -2; this.#row = -1; this.#marked = []; }

  #render() {
    const { sound, waveform } = this, time = Math.min(sound.time, sound.duration || Infinity);
    sound.check();
    const current = waveform.wordAt(time);
    this.#showCue(time);
    this.#mark(latest(this.words, time), current);
    const shown = waveform.hovered >= 0 ? waveform.hovered : current;
    find("now").value = clock(time);
    find("readout").textContent = this.#described(shown);
    this.canvas.setAttribute("aria-valuenow", time.toFixed(2));
    this.canvas.setAttribute("aria-valuetext", current < 0 ? clock(time) : `${clock(time)} ${this.words[current].word}`);
    this.canvas.setAttribute("aria-valuemax", (sound.duration || 0).toFixed(2));
    waveform.draw(time, current, !sound.paused);
    this.onFrame(time);
  }

  #showCue(time) {
    let cue = latest(this.cues, time);
    if (cue >= 0 && time >= this.cues[cue].end && cue + 1 < this.cues.length) cue = -1; // the last one stays
    if (cue === this.#shownCue) return;
    if (cue >= 0) {
      const { lines, words: [from, to] } = this.cues[cue];
      this.stage.replaceChildren(...linesOf(lines, this.words, from, to));
    } else if (this.#shownCue >= 0) {
      this.stage.replaceChildren();
    }
    this.#shownCue = cue;
    this.#said = -2;
  }

  #mark(said, current) {
    if (said === this.#said && current === this.#lit) return;
    const row = this.#rowAt(said), places = [this.stage, this.list.children[row]]; // which may not be made yet
    for (const old of this.#marked) old.classList.remove("now");
    this.#marked = places.flatMap((place) => [...place?.querySelectorAll(`[data-w="${current}"]`) ?? []]);
    for (const now of this.#marked) now.classList.add("now");
    for (const span of this.stage.querySelectorAll(".w")) span.classList.toggle("said", Number(span.dataset.w) <= said);
    this.#said = said, this.#lit = current;
    this.#markRow(row);
  }

  // The row of a word, or -1.
  #rowAt(word) {
    let low = 0, high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle].from <= word) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  #markRow(index) {
    if (index === this.#row) return;
    const { list } = this, row = list.children[index];
    list.querySelector(":scope > .now")?.classList.remove("now");
    this.#row = row ? index : -1;
    if (!row) return;
    row.classList.add("now");
    // Only the list moves: the stage and the waveform stay where they are.
    if (row.offsetTop < list.scrollTop || row.offsetTop + row.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = row.offsetTop - list.clientHeight / 3;
    }
  }

  #described(index) {
    if (index < 0) return "";
    const { word, start, end, score, source } = this.words[index];
    const sure = source === "interpolated" ? say("interpolated") : score === null ? "" : say("score", { score: score.toFixed(2) });
    const alone = `“\u2068${word}\u2069”`; // or one from right to left would turn the numbers around
    return [alone, `${start.toFixed(3)} – ${end.toFixed(3)} s`, sure].filter(Boolean).join(" · ");
  }

  #loop() {
    if (this.#drawing) return;
    this.#drawing = true;
    const frame = () => {
      this.#render();
      this.#drawing = !this.sound.paused;
      if (this.#drawing) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  // --- what people do -----------------------------------------------------------------------------------------
  #listen() {
    const { sound, waveform, canvas } = this;
    const magnify = (factor) => { waveform.magnify(factor, sound.time); this.refresh(); };
    find("play").addEventListener("click", () => this.toggle());
    find("in").addEventListener("click", () => magnify(1.5));
    find("out").addEventListener("click", () => magnify(1 / 1.5));
    find("speed").addEventListener("change", (event) => { find("audio").playbackRate = Number(event.target.value); });
    for (const place of [this.stage, this.list]) {
      place.addEventListener("click", (event) => {
        const span = event.target.closest("[data-w]");
        if (span) this.hear(Number(span.dataset.w));
      });
    }
    sound.addEventListener("change", () => this.#onSound());
    this.#listenToPointers(magnify);
    document.addEventListener("keydown", (event) => this.#onKey(event, magnify));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { waveform.readColours(); this.refresh(); });
    new ResizeObserver(() => this.refresh()).observe(canvas);
  }

  #onSound() {
    const { sound } = this;
    this.root.classList.toggle("playing", !sound.paused);
    find("play").setAttribute("aria-label", say(sound.paused ? "play" : "pause"));
    find("speed").disabled = sound.isLive; // pieces are played as they are
    if (!sound.isLive) find("audio").playbackRate = Number(find("speed").value);
    this.waveform.follow = true;
    this.#loop();
  }

  #listenToPointers(magnify) {
    const { waveform, canvas } = this;
    canvas.addEventListener("click", (event) => {
      const time = waveform.secondAt(event), word = waveform.wordAt(time), begun = latest(this.words, time);
      if (waveform.isOnLabels(event) && begun >= 0) this.hear(begun);
      else this.seek(event.altKey || word < 0 ? time : this.words[word].start);
    });
    canvas.addEventListener("pointermove", (event) => { waveform.hovered = waveform.wordAt(waveform.secondAt(event)); this.refresh(); });
    canvas.addEventListener("pointerleave", () => { waveform.hovered = -1; this.refresh(); });
    canvas.addEventListener("wheel", (event) => {
      if (event.ctrlKey) {
        magnify(event.deltaY < 0 ? 1.2 : 1 / 1.2);
      } else {
        const across = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
        if (!across) return; // an ordinary turn of the wheel scrolls the page
        waveform.move(across);
        this.refresh();
      }
      event.preventDefault();
    }, { passive: false });
    const drag = (event) => {
      if (!event.buttons) return;
      waveform.moveTo(event.offsetX / event.target.clientWidth);
      this.refresh();
    };
    find("map").addEventListener("pointerdown", drag);
    find("map").addEventListener("pointermove", drag);
  }

  #onKey(event, magnify) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(CONTROLS)) return;
    const action = {
      " ": () => this.toggle(), ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1),
      Home: () => this.seek(0), "+": () => magnify(1.5), "-": () => magnify(1 / 1.5),
    }[event.key];
    if (!action || !this.words.length) return;
    event.preventDefault();
    action();
  }
}
