// The page at `/`: its forms, and what is shown of a job while it runs.
import { say } from "./phrases.js";
import { base64Of } from "./pcm.js";
import { Player } from "./player.js";
import { ResultView } from "./result.js";
import { align, speak } from "./speech.js";
import { Refusal, onKeyWanted, state } from "./server.js";
import { Voices } from "./voices.js";

const find = (id) => document.getElementById(id);
const choices = JSON.parse(find("choices").textContent);
const CHARS_PER_SECOND = 15; // about, of English speech
const OWN_WAY = /^\w+_base64 is deprecated/; // a page has no address for a recording
const LOOK_MS = 3000;

document.documentElement.classList.add("scripted");
const player = new Player(), voices = new Voices();
const view = new ResultView(player, choices, work);
let running = null; // an AbortController

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

function count() {
  const text = find("text").value, words = text.split(/\s+/).filter(Boolean).length;
  const length = text.trim().length / CHARS_PER_SECOND;
  const seconds = length < 100 ? say("seconds", { n: Math.round(length) }) : say("minutes", { n: Math.round(length / 60) });
  find("count").textContent = say("count", { words, seconds });
}

// --- a job while it runs --------------------------------------------------------------------------------------
/** Run something that takes a while; return what it comes to, or null if it failed or was stopped. */
async function work(doing) {
  running?.abort();
  const own = running = new AbortController(), since = performance.now();
  const elapsed = () => ((performance.now() - since) / 1000).toFixed(1);
  const messages = {}; // what a stage is called for people, where that was said once
  let latest = {};
  const show = () => {
    if (running !== own) return;
    const { stage, percent, progress } = latest, part = percent ?? progress;
    if (part === undefined) find("bar").removeAttribute("value"); else find("bar").value = part;
    const share = part === undefined ? "" : `${part} % `;
    const what = messages[stage] ?? stage ?? say("begun");
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
    if (running === own) end(say("done", { elapsed: elapsed() }), result.answer?.warnings ?? result.warnings);
    return result;
  } catch (error) {
    if (running === own) end(own.signal.aborted ? say("stopped") : "", [], own.signal.aborted ? null : error);
    return null;
  } finally {
    clearInterval(ticking);
  }
}

// Screen readers are told of each stage, not of each tenth of a second.
function announce(text) {
  if (find("announced").textContent !== text) find("announced").textContent = text;
}

function begin() {
  find("told").hidden = find("bar").hidden = false;
  find("told").scrollIntoView({ block: "nearest" });
  find("fault").hidden = true;
  find("warnings").replaceChildren();
  for (const stop of document.querySelectorAll(".stop")) stop.hidden = false;
}

function end(done, warnings = [], error = null) {
  running = null;
  find("bar").hidden = true;
  for (const stop of document.querySelectorAll(".stop")) stop.hidden = true;
  find("doing").textContent = done;
  announce(done);
  const told = warnings.filter((text) => !OWN_WAY.test(text));
  find("warnings").replaceChildren(...told.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  find("fault").hidden = !error;
  if (!error) return;
  find("fault").textContent = sentenceOf(error);
  find("told").scrollIntoView({ block: "nearest" });
}

const sentenceOf = (error) => {
  if (error instanceof Refusal) return error.message;
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return say("unreachable");
  return error.message;
};

// --- the forms ------------------------------------------------------------------------------------------------
function order() {
  const fields = { text: find("text").value, ...voices.fields, quality: find("quality").value, subtitle_style: view.style };
  if (find("pace").valueAsNumber !== 1) fields.speed = find("pace").valueAsNumber;
  if (find("language").value) fields.language = find("language").value;
  if (find("seed").value) fields.seed = find("seed").valueAsNumber;
  if (find("sooner").checked) fields.low_latency = true;
  return fields;
}

find("speak").addEventListener("submit", async (event) => {
  event.preventDefault();
  const before = view.current;
  view.clear();
  const result = await work((options) => speak(order(), { ...options, player }));
  if (result) view.show(result);
  else {
    player.sound.stop();
    if (before) view.show(before); else view.empty();
  }
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
  if (!result.isPlayable) find("doing").textContent = say("unplayable");
});

for (const stop of document.querySelectorAll(".stop")) stop.addEventListener("click", () => running?.abort());
for (const mode of ["speak", "align"]) {
  find(`mode-${mode}`).addEventListener("click", () => {
    for (const one of ["speak", "align"]) {
      find(one).hidden = one !== mode;
      find(`mode-${one}`).setAttribute("aria-pressed", one === mode);
    }
  });
}
find("text").addEventListener("input", count);
find("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) find("speak").requestSubmit();
});

onKeyWanted(() => new Promise((done) => {
  const dialog = find("key-dialog");
  find("key-form").reset();
  dialog.returnValue = "";
  const given = () => { done(find("key").value.trim() || null); };
  find("key-form").addEventListener("submit", given, { once: true });
  dialog.addEventListener("cancel", () => { find("key-form").removeEventListener("submit", given); done(null); }, { once: true });
  dialog.showModal();
}));

async function look() {
  const now = await state().catch(() => "away");
  find("state").textContent = say(`state_${now}`);
  find("state").dataset.state = now;
  if (now !== "ready") setTimeout(look, LOOK_MS);
}

fill();
look();
voices.load().catch((error) => end("", [], error));
