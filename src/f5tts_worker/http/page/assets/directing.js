// Markup at the cursor of a text: pauses, voices, and how a word is spoken.
import { say } from "./phrases.js";

const find = (id) => document.getElementById(id);
const IN_ATTRIBUTE = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
const WORD = /[\p{L}\p{N}\p{M}.'’-]/u;

export class Directing {
  #field = find("text");
  #place = [0, 0]; // of the word that is to be spoken otherwise
  #panels = []; // [button, panel]

  constructor() {
    this.#panels = [...document.querySelectorAll(".direct button")].map((button) => [button, find(button.getAttribute("aria-controls"))]);
    for (const [button, panel] of this.#panels) button.addEventListener("click", () => this.#open(panel.hidden ? panel : null));
    for (const button of find("put-pause").querySelectorAll("[data-tag]")) {
      button.addEventListener("click", () => this.#put(button.dataset.tag));
    }
    for (const [button, inputs, act] of [
      ["insert-pause", ["pause-seconds"], () => this.#pause()], ["insert-reading", ["word", "alias"], () => this.#reading()],
    ]) {
      find(button).addEventListener("click", act);
      for (const input of inputs) {
        find(input).addEventListener("keydown", (event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // else it would be spoken at once
          act();
        });
      }
    }
    this.#field.addEventListener("select", () => { if (!find("put-reading").hidden) this.#takeWord(); });
    find("word-as").addEventListener("change", () => { find("alias-label").hidden = Boolean(find("word-as").value); });
  }

  /** Offer these voices. */
  offer(names) {
    const voices = names.map((name) => made(name, () => this.#voice(name)));
    if (names.length) voices.push(made(say("chosen_voice"), () => this.#put("[/voice]")));
    find("voice-tags").replaceChildren(...(names.length ? voices : [say("no_other_voice")]));
  }

  #open(wanted) {
    for (const [button, panel] of this.#panels) {
      panel.hidden = panel !== wanted;
      button.setAttribute("aria-expanded", panel === wanted);
    }
    if (wanted !== find("put-reading")) return;
    this.#takeWord();
    find(find("word").value ? "alias" : "word").focus();
  }

  #pause() {
    const field = find("pause-seconds");
    if (field.reportValidity() && field.value) this.#put(`[pause:${field.valueAsNumber}s]`);
  }

  // A voice begins a line; what is marked gets it alone.
  #voice(name) {
    const { selectionStart: from, selectionEnd: to, value } = this.#field;
    if (to > from) this.#replace(`[voice:${name}]${value.slice(from, to)}[/voice]`);
    else this.#put(`${/(^|\n)[ \t]*$/.test(value.slice(0, from)) ? "" : "\n"}[voice:${name}]`);
  }

  // The word that is marked, or that the cursor is in.
  #takeWord() {
    const { selectionStart, selectionEnd, value } = this.#field;
    let from = selectionStart, to = selectionEnd;
    if (from === to) {
      while (from > 0 && WORD.test(value[from - 1])) from--;
      while (to < value.length && WORD.test(value[to])) to++;
    }
    while (to > from && /[\s.'’]/.test(value[to - 1])) to--;
    this.#place = [from, to];
    find("word").value = value.slice(from, to);
    find("alias").value = "";
  }

  #reading() {
    const word = find("word").value.trim(), kind = find("word-as").value, alias = find("alias").value.trim();
    if (!word || (!kind && !alias)) { find(word ? "alias" : "word").focus(); return; }
    const quoted = alias.replace(/[&"<>]/g, (sign) => IN_ATTRIBUTE[sign]);
    // What was written since stays: the word is replaced where it stood, if it still stands there.
    const [from, to] = this.#place;
    if (this.#field.value.slice(from, to) === word) this.#field.setSelectionRange(from, to);
    this.#replace(kind ? `<say-as interpret-as="${kind}">${word}</say-as>` : `<sub alias="${quoted}">${word}</sub>`);
    find("word").value = find("alias").value = "";
    this.#place = [0, 0];
  }

  // Behind what is marked, with blanks around it.
  #put(tag) {
    const { selectionEnd: at, value } = this.#field;
    this.#field.setSelectionRange(at, at);
    const before = at && !/\s/.test(value[at - 1]) && !tag.startsWith("\n") ? " " : "";
    this.#replace(`${before}${tag}${/^\s/.test(value.slice(at)) ? "" : " "}`);
  }

  // As if it were typed, so that it can be taken back.
  #replace(text) {
    const { selectionStart: from, selectionEnd: to } = this.#field;
    this.#field.focus();
    if (document.execCommand("insertText", false, text)) return;
    this.#field.setRangeText(text, from, to, "end");
    this.#field.dispatchEvent(new Event("input"));
  }
}

const made = (text, onClick) => {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  button.addEventListener("click", onClick);
  return button;
};
