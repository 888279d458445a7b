// The page at `/`: its forms, and what is shown of a job while it runs.
import { Directing } from "./directing.js";
import { Dubbing } from "./dubbing.js";
import { say } from "./phrases.js";
import { base64Of } from "./pcm.js";
import { Player } from "./player.js";
import { ResultView } from "./result.js";
import { align, speak } from "./speech.js";
import { onKeyWanted, state } from "./server.js";
import { Voices } from "./voices.js";

const find = (id) => document.getElementById(id);
const choices = JSON.parse(find("choices").textContent);
const CHARS_PER_SECOND = 15; // about, of English speech
const SYLLABLE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu; // of Chinese, Japanese, Korean: as long as three letters
const MARKUP = /\[[^[\]\n]*\]|<[^<>\n]*>/g; // each mark is read to the next one alone
const OWN_WAY = /^\w+_base64 is deprecated/; // a page has no address for a recording
const LOOK_MS = 3000;
const MODES = ["speak", "dub", "align"];

document.documentElement.classList.add("scripted");
const player = new Player(), voices = new Voices(), directing = new Directing(), dubbing = new Dubbing();
const view = new ResultView(player, choices, work);
let running = null; // an AbortController
let mode = "speak";
let looking = 0; // the timer of the next look at how the worker is

const option = (value, text = value) => Object.assign(document.createElement("option"), { value, textContent: text });

function fill() {
  view.empty();
  find("quality").append(...choices.qualities.map((name) => option(name)));
  find("quality").value = "balanced";
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
  const languages = choices.languages.map((code) => [code, names.of(code)]).sort(([, a], [, b]) => a.localeCompare(b));
  for (const id of ["language", "spoken-language"]) find(id).append(...languages.map(([code, name]) => option(code, name)));
  find("style").append(...Object.keys(choices.styles).map((name) => option(name)));
  find("style").value = "karaoke" in choices.styles ? "karaoke" : find("style").value;
  count();
}

// The words of a text in which no blanks divide them.
const segmented = (text) =>
  [...new Intl.Segmenter([], { granularity: "word" }).segment(text)].filter(({ isWordLike }) => isWordLike);

function count() {
  const text = find("text").value.replace(MARKUP, ""), syllables = text.match(SYLLABLE)?.length ?? 0;
  const length = (text.trim().length + 2 * syllables) / CHARS_PER_SECOND;
  const words = (syllables ? segmented(text) : text.split(/\s+/).filter(Boolean)).length;
  const seconds = length < 100 ? say("seconds", { n: Math.round(length) }) : say("minutes", { n: Math.round(length / 60) });
  find("count").textContent = say("count", { words, seconds });
}

// --- a job while it runs --------------------------------------------------------------------------------------
/** Run something that takes a while; return what it comes to, or null if it failed, was stopped, or made room for
 *  something else. */
async function work(doing) {
  running?.abort();
  const own = running = new AbortController(), since = performance.now();
  const elapsed = () => ((performance.now() - since) / 1000).toFixed(1);
  const messages = {}; // what a stage is called for people, where that was said once
  const spent = new Map(); // milliseconds of each stage so far
  let latest = {}, looked = since;
  const show = () => {
    if (running !== own) return;
    const { stage, percent, progress } = latest, part = percent ?? progress, now = performance.now();
    if (part === undefined) find("bar").removeAttribute("value"); else find("bar").value = part;
    const share = part === undefined ? "" : `${part} % `;
    const named = (one) => messages[one] ?? one ?? say("begun"), what = named(stage);
    spent.set(stage, (spent.get(stage) ?? 0) + now - looked), looked = now;
    find("passed").replaceChildren(...[...spent].filter(([one]) => one !== stage).map(([one, ms]) => stageItem(named(one), ms)));
    find("doing").textContent = say("busy", { what, percent: share, elapsed: elapsed() });
    announce(what);
  };
  const onProgress = (update) => {
    latest = update;
    if (update.message) messages[update.stage] = update.message;
    show();
  };
  begin();
  show();
  const ticking = setInterval(show, 300);
  try {
    const result = await doing({ signal: own.signal, onProgress });
    if (running !== own) return null;
    end(say("done", { elapsed: elapsed() }), result.answer?.warnings ?? result.warnings);
    if (!find("voices").childElementCount) loadVoices(); // there was no key, or no server, when they were asked for
    return result;
  } catch (error) {
    if (running !== own) return null; // something else was begun meanwhile
    end(own.signal.aborted ? say("stopped") : "", [], own.signal.aborted ? null : error);
    view.restore();
    return null;
  } finally {
    clearInterval(ticking);
  }
}

function stageItem(what, ms) {
  const item = document.createElement("li");
  item.append(what, Object.assign(document.createElement("b"), { textContent: `${(ms / 1000).toFixed(1)} s` }));
  return item;
}

// Screen readers announce each stage, not each tenth of a second.
function announce(text) {
  if (find("announced").textContent !== text) find("announced").textContent = text;
}

function begin() {
  find("told").hidden = find("bar").hidden = false;
  find("told").scrollIntoView({ block: "nearest" });
  find("fault").hidden = true;
  find("warnings").replaceChildren();
  find("passed").replaceChildren();
  for (const stop of document.querySelectorAll(".stop")) stop.hidden = false;
}

function end(done, warnings = [], error = null) {
  running = null;
  find("bar").hidden = true;
  find("passed").replaceChildren(); // what the job itself says of its stages is better
  for (const stop of document.querySelectorAll(".stop")) {
    if (stop === document.activeElement) stop.previousElementSibling.focus(); // what hides loses the focus
    stop.hidden = true;
  }
  find("doing").textContent = done;
  announce(done);
  const told = warnings.filter((text) => !OWN_WAY.test(text));
  find("warnings").replaceChildren(...told.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  find("fault").hidden = !error;
  if (!error) return;
  find("fault").textContent = sentenceOf(error);
  look(); // the server may have gone
  find("told").scrollIntoView({ block: "nearest" });
}

const sentenceOf = (error) => {
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return say("unreachable");
  return error.message;
};

// --- the forms ------------------------------------------------------------------------------------------------
function order() {
  const said = mode === "dub" ? dubbing.fields : { text: find("text").value };
  const fields = { ...said, ...voices.fields, quality: find("quality").value, subtitle_style: view.style };
  if (find("pace").valueAsNumber !== 1) fields.speed = find("pace").valueAsNumber;
  if (find("language").value) fields.language = find("language").value;
  if (find("seed").value) fields.seed = find("seed").valueAsNumber;
  if (mode === "dub" && find("max-pace").value) fields.max_pace = find("max-pace").valueAsNumber;
  if (mode === "speak" && find("sooner").checked) fields.low_latency = true;
  return fields;
}

find("speak").addEventListener("submit", async (event) => {
  event.preventDefault();
  const endpoint = mode === "dub" ? "dub" : "tts";
  view.clear();
  const result = await work((options) => speak(endpoint, order(), { ...options, player }));
  if (result) view.show(result);
});

find("align").addEventListener("submit", async (event) => {
  event.preventDefault();
  const recording = find("recording").files[0], spoken = find("spoken").value.trim();
  const result = await work(async (options) => {
    const input = { audio_base64: await base64Of(recording), subtitle_style: view.style };
    if (spoken) input.text = spoken;
    if (find("spoken-language").value) input.language = find("spoken-language").value;
    return align(input, recording, options);
  });
  if (!result) return;
  view.show(result);
  player.stage.scrollIntoView({ block: "nearest" });
  if (!result.isPlayable) find("doing").textContent = say("unplayable");
});

for (const stop of document.querySelectorAll(".stop")) {
  stop.addEventListener("click", () => {
    running?.abort();
    if (player.sound.isLive) player.sound.pause(); // what came of it can be heard to its end nevertheless
  });
}
for (const drop of document.querySelectorAll(".drop")) {
  const over = (event) => { event.preventDefault(); drop.classList.toggle("over", event.type === "dragover"); };
  for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, over);
  drop.addEventListener("drop", ({ dataTransfer }) => {
    const input = drop.querySelector("input");
    if (!dataTransfer.files.length) return;
    input.files = dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}
for (const name of ["dragover", "drop"]) { // beside those places, a file would be opened in the place of the page
  addEventListener(name, (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
}
for (const chosen of MODES) find(`mode-${chosen}`).addEventListener("click", () => choose(chosen));

// A text and subtitles are spoken by the same form.
function choose(chosen) {
  if (chosen !== mode && !running) find("told").hidden = true; // it is of the other form
  mode = chosen;
  for (const one of MODES) find(`mode-${one}`).setAttribute("aria-pressed", one === mode);
  find("align").hidden = mode !== "align";
  find("speak").hidden = mode === "align";
  find("speak").setAttribute("aria-label", find(`mode-${mode}`).textContent);
  for (const [id, isShown] of [["of-text", mode === "speak"], ["of-subtitles", mode === "dub"]]) {
    find(id).hidden = find(id).disabled = !isShown;
  }
  find("pace-limit").hidden = mode !== "dub";
  find("sooner-label").hidden = mode === "dub";
}

find("text").addEventListener("input", count);
find("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) find("speak").requestSubmit();
});

onKeyWanted((wasRefused) => new Promise((done) => {
  const dialog = find("key-dialog");
  find("key-form").reset();
  find("key-fault").hidden = !wasRefused;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => { done((dialog.returnValue && find("key").value.trim()) || null); }, { once: true });
  dialog.showModal();
}));

async function look() {
  clearTimeout(looking);
  const now = await state().catch(() => "away"), before = find("state").dataset.state;
  find("state").textContent = say(`state_${now}`);
  find("state").dataset.state = now;
  if (before === "away" && now !== "away") loadVoices();
  if (now !== "ready") looking = setTimeout(look, LOOK_MS);
}

const loadVoices = () => voices.load().catch((error) => { if (!running) end("", [], error); });

voices.onKnown = (names) => { directing.offer(names); dubbing.offer(names); };
fill();
look();
loadVoices();
