// Shows a result: its facts, its rows with another take of each sentence, its files, its captions over a frame,
// and the request as a program would send it.
import { Captions } from "./captions.js";
import { EXAMPLES } from "./examples.js";
import { facts } from "./facts.js";
import { say } from "./phrases.js";
import { isOurs } from "./server.js";
import { again, captionsOf, soundOf, speak, styleOf } from "./speech.js";

const find = (id) => document.getElementById(id);
const LAST_TAKE = 100;
const WIDE = "16:9"; // what captions are made for, unless another shape is asked for

export class ResultView {
  #kept = null; // the result that is shown, or compared with
  #before = null; // the one that was shown when another was asked for
  #rival = null; // {row, sentence, result} of a sentence said again
  #tried = {}; // the last take of each sentence
  #heard = null; // the result that the player holds
  #captions = new Captions(find("captions"));
  #shape = "";
  #language = "curl";

  /** `work(doing)` runs something that takes a while, and shows its progress and its fault. */
  constructor(player, choices, work) {
    Object.assign(this, { player, choices, work });
    player.decorate = (row, index) => this.#ofRow(row, index);
    player.onFrame = (time) => { if (this.#shape) this.#captions.draw(time); };
    find("hear-before").addEventListener("click", () => this.#hear(this.#kept));
    find("hear-new").addEventListener("click", () => this.#hear(this.#rival.result));
    find("keep-before").addEventListener("click", () => this.#choose(this.#kept));
    find("keep-new").addEventListener("click", () => this.#choose(this.#rival.result));
    find("copy").addEventListener("click", () => this.#copy());
    for (const button of document.querySelectorAll("button[data-shape]")) {
      button.addEventListener("click", () => this.#frame(button.dataset.shape));
    }
    find("style").addEventListener("change", () => this.#styled());
    find("languages").append(...Object.keys(EXAMPLES).map((name) => button(name, () => this.#example(name))));
  }

  get style() { return find("style").value; }

  // The style as a request has it: captions are made for the widest shape, unless another is shown.
  get #order() {
    const shape = (this.choices.shapes && this.#shape) || WIDE;
    return shape === WIDE ? this.style : { preset: this.style, resolution: shape };
  }

  /** Show a new result. */
  show(result) {
    this.#tried = {};
    this.#rival = null;
    this.#keep(result);
  }

  /** Say that another result is on its way. */
  clear() {
    this.#before = this.#kept ?? this.#before;
    this.#rival = this.#kept = this.#heard = null;
    find("compare").hidden = true;
    find("result").className = "making";
    find("facts").replaceChildren();
    this.#frame("");
  }

  /** Say that no other result comes: show the one before or, where there is none, what came of the other. */
  restore() {
    if (find("result").className !== "making") return;
    if (this.#before) {
      this.player.sound.stop();
      this.show(this.#before);
    } else if (this.player.rows.length) this.player.sound.finish();
    else this.empty();
  }

  /** Show that there is nothing yet. */
  empty() {
    find("result").className = "empty";
    this.player.sound.stop();
    this.player.hint(say("first_hint"));
  }

  #keep(result) {
    this.#kept = result;
    this.#before = this.#rival = null;
    find("compare").hidden = true;
    find("result").className = "";
    this.#load(result);
    find("facts").replaceChildren(...facts(result.answer, result.duration, result.words));
    stages(result.answer.timings ?? {});
    this.#deliver(result);
    if (this.#shape) this.#styled();
  }

  #deliver(result) {
    this.#files(result);
    this.#example(this.#language);
  }

  #load(result) {
    if (this.#heard === result) return;
    this.#heard = result;
    this.player.show(result);
    for (const place of [this.player.stage, this.player.list]) place.lang = result.answer.language ?? "";
    this.player.hint(say(result.outline.loudest ? "hint" : "silent"));
    // What was heard while it was made plays on.
    if (!result.isHeard) this.player.sound.load(result.blob);
    result.isHeard = false;
  }

  // --- one sentence again -------------------------------------------------------------------------------------
  #ofRow({ sentence }, index) {
    const isFirst = sentence && this.player.rows[index - 1]?.sentence !== sentence;
    if (!isFirst || this.#heard?.endpoint !== "tts") return [];
    const made = button(say("again"), () => this.#again(sentence, index));
    made.className = "again";
    made.setAttribute("aria-label", say("again_label", { n: sentence }));
    return [made];
  }

  async #again(sentence, row) {
    const { input, answer } = this.#kept, takes = input.takes ?? {};
    const take = (this.#tried[sentence] ?? takes[sentence] ?? 0) + 1;
    if (take > LAST_TAKE) return;
    const result = await this.work((options) => speak(
      "tts", { ...input, seed: answer.seed, takes: { ...takes, [sentence]: take } }, options,
    ));
    if (!result) return;
    this.#tried[sentence] = take;
    this.#rival = { row, sentence, result };
    find("compare-what").textContent = say("compare", { n: sentence });
    find("compare").hidden = false;
    find("hear-new").focus();
    this.#hear(result);
  }

  #hear(result) {
    this.#load(result);
    this.player.hearRow(this.#rival.row);
  }

  #choose(result) {
    const { row } = this.#rival;
    this.#keep(result);
    this.player.list.children[row]?.querySelector(".again").focus(); // the buttons that were pressed are gone
  }

  // --- files --------------------------------------------------------------------------------------------------
  #files(result) {
    const made = Object.entries(result.texts).map(
      ([name, text]) => (text === null ? link(name, result.links[name]) : link(name, new Blob([text]))),
    );
    if (result.endpoint !== "align") {
      const formats = this.choices.formats.map((name) => button(name, (event) => this.#make(name, event.target)));
      made.unshift(...formats);
    }
    for (const old of find("files").querySelectorAll("a")) URL.revokeObjectURL(old.href);
    find("files").replaceChildren(...made);
  }

  // The file that the worker keeps, in which it says that a machine made it: what is heard here does not. Another
  // format is made now, of parts that are kept.
  async #make(name, from) {
    const result = this.#kept;
    const changes = { output_format: name, subtitle_format: null, subtitle_style: null, create_subtitles: false };
    from.textContent = say("making_file", { name });
    const content = await this.work(async (options) => ({
      sound: await soundOf(name === "wav" ? result.answer : await again(result, changes, options)) ?? result.whole ?? result.blob,
      warnings: result.answer.warnings,
    }));
    from.textContent = name;
    if (!content) return;
    const made = link(name, content.sound);
    const hadFocus = from === document.activeElement;
    from.replaceWith(made);
    if (hadFocus) made.focus();
    made.click();
  }

  // --- captions over a frame ----------------------------------------------------------------------------------
  #frame(shape) {
    this.#shape = shape;
    for (const button of document.querySelectorAll("button[data-shape]")) {
      button.setAttribute("aria-pressed", button.dataset.shape === shape);
    }
    find("frame").hidden = !shape;
    find("frame").dataset.shape = shape;
    this.player.stage.hidden = Boolean(shape);
    if (shape) this.#styled();
  }

  // What is shown is what is downloaded, and what the example asks for.
  async #styled() {
    const result = this.#kept, style = this.style, frame = this.#shape, order = this.#order;
    const isLeft = () => style !== this.style || frame !== this.#shape || result !== this.#kept;
    const note = (text) => { find("style-note").textContent = text; };
    delete find("frame").dataset.style;
    note(this.choices.styles[style]);
    if (!result) return;
    const wanted = styleOf(order);
    if (!result.styles[wanted]) {
      note(say("style_waits"));
      result.styles[wanted] = await this.work((options) => captionsOf(result, order, options));
    }
    if (isLeft()) return; // another was chosen meanwhile
    const made = result.styles[wanted];
    note(made ? this.choices.styles[style] : ""); // it is said elsewhere why there is none
    if (!made) return;
    Object.assign(result, { texts: made.texts, links: made.links, input: { ...result.input, subtitle_style: order } });
    this.#deliver(result);
    if (!frame) return;
    try {
      if (made.texts.ass === null) throw new Error(say("in_bucket", { name: "ass" }));
      await this.#captions.show(made.texts.ass);
    } catch (error) { // a browser without WebAssembly, say
      note(say("no_captions", { why: error.message }));
      return;
    }
    if (isLeft()) return;
    this.#captions.draw(this.player.sound.time);
    find("frame").dataset.style = style;
  }

  // --- the request as a program sends it ----------------------------------------------------------------------
  #example(name) {
    this.#language = name;
    for (const one of find("languages").children) one.setAttribute("aria-pressed", one.textContent === name);
    const { endpoint, input, answer } = this.#kept ?? {};
    if (!endpoint) return;
    const order = endpoint === "align" ? input : { ...input, seed: answer.seed };
    find("example").textContent = EXAMPLES[name](endpoint, order, { isOurs: !answer.audio_url || isOurs(answer.audio_url) });
  }

  async #copy() {
    getSelection().selectAllChildren(find("example"));
    // Browsers have a clipboard for scripts at localhost and over HTTPS alone.
    if (navigator.clipboard) await navigator.clipboard.writeText(find("example").textContent);
    else if (!document.execCommand("copy")) return; // what is to be copied is marked
    find("copy").textContent = say("copied");
    setTimeout(() => { find("copy").textContent = say("copy"); }, 1500);
  }
}

const button = (text, onClick) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
};

// A link to a file that is here, or at an address of its own.
const link = (name, content) => {
  const made = document.createElement("a");
  made.textContent = name;
  made.download = `speech.${name}`;
  made.href = typeof content === "string" ? content : URL.createObjectURL(content);
  // Another host's file may be shown instead of saved: never in the place of this page.
  if (typeof content === "string" && !isOurs(content)) Object.assign(made, { target: "_blank", rel: "noopener" });
  return made;
};

// The seconds of each stage, as bars.
const stages = ({ real_time_factor: _factor, ...spent }) => {
  const most = Math.max(...Object.values(spent), 0.001);
  find("stages").replaceChildren(...Object.entries(spent).map(([name, seconds]) => {
    const item = document.createElement("li"), label = document.createElement("span");
    const bar = document.createElement("meter"), time = document.createElement("b");
    label.textContent = name;
    Object.assign(bar, { max: most, value: seconds });
    bar.setAttribute("aria-label", name);
    time.textContent = `${seconds.toFixed(2)} s`;
    item.append(label, bar, time);
    return item;
  }));
};
