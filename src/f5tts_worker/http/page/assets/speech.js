// From a request to a result that can be shown: what was said or timed, its words, cues, sound and files.
import { Outline } from "./outline.js";
import { bytesOf, decoded, ofWav, wavOf } from "./pcm.js";
import { say } from "./phrases.js";
import { file, isOurs, job, sentences, stream } from "./server.js";
import { rangesOf, roughCues, visible } from "./words.js";

const RATE = 24000; // the model's
const FILES = ["ass", "srt", "vtt", "json"];
const LONG_PART = /[^]{1,400}(?=\s|$)\s*|[^]{1,400}/gu; // ends at a blank where there is one

/** Speak a text or subtitles (`endpoint` is tts or dub). With a player, it is heard and shown while it is made. `onProgress` gets what the job says. */
export async function speak(endpoint, input, { signal, onProgress, player = null }) {
  const request = { ...input, output_format: "wav", subtitle_format: FILES };
  player?.begin(RATE); // at once, while the click is being answered: else a browser stays silent
  const rest = withoutHeader(), parts = [], words = [];
  let answer = null, rate = RATE, whole = null;
  for await (const message of stream(endpoint, request, { signal, onProgress })) {
    signal?.throwIfAborted(); // more may have come with the last piece
    if (message.type === "start" && message.sample_rate !== rate) {
      rate = message.sample_rate;
      player?.begin(rate);
    } else if (message.type === "progress") onProgress(message);
    else if (message.type === "piece") {
      const bytes = bytesOf(message.audio), timed = (message.word_timings ?? []).map(seen);
      if (message.index === 0 && message.is_last && isWholeWav(bytes.buffer)) whole = new Blob([bytes]);
      const samples = rest(bytes);
      parts.push(samples), words.push(...timed);
      player?.append(samples, visible(message.text ?? ""), timed);
    } else if (message.type === "end") answer = message;
  }
  if (player && parts.length) player.sound.finish();
  const blob = parts.length ? wavOf(parts, rate) : await soundOf(answer);
  return resultOf(endpoint, request, answer, { signal, blob, whole, words, isHeard: player !== null && parts.length > 0 });
}

/** Time the words of a recording, a file. */
export async function align(input, recording, { signal, onProgress }) {
  const request = { ...input, subtitle_format: FILES };
  const answer = await job("align", request, { signal, onProgress });
  return resultOf("align", request, answer, { signal, blob: recording });
}

/** Return the files of a result's captions in another style, and what is to be said of them. */
export async function captionsOf(result, order, options) {
  const answer = await again(result, { subtitle_style: order, subtitle_format: FILES }, options);
  return { order, warnings: answer.warnings, ...await filesOf(answer) };
}

/** Return the answer with other captions, or with a file of another format: its parts are kept there. */
export async function again(result, changes, options) {
  return job(result.endpoint, { ...result.input, ...pinned(result), ...changes }, options);
}

/** Return what makes a request come out the same once more. */
const pinned = ({ endpoint, answer }) => (endpoint === "align" ? {} : { seed: answer.seed });

// The texts of an answer's subtitle files; a link, and null, for one that is in a bucket alone: the server was
// asked to put it into the answer, and could not read it, and the page may not.
async function filesOf({ subtitles }) {
  const texts = {}, links = {};
  for (const name of FILES) {
    const { content, url } = subtitles[name];
    texts[name] = content ?? (isOurs(url) ? await file(url).then((kept) => kept.text()).catch(() => null) : null);
    if (texts[name] === null) links[name] = url;
  }
  return { texts, links };
}

/** Return by which name the captions of a style are kept. */
export const styleOf = (order) => JSON.stringify(order);

const seen = (word) => ({ ...word, word: visible(word.word) });

async function resultOf(endpoint, input, answer, { signal, blob, whole = null, words: heard = [], isHeard = false }) {
  const { texts, links } = await filesOf(answer);
  const { words: timed, cues } = texts.json ? JSON.parse(texts.json) : { words: heard, cues: roughCues(heard) };
  const words = timed.map(seen);
  // A cue is dubbed as a paragraph of its own.
  const parts = endpoint === "dub" ? answer.text.split(/(?<=\n\n)/) : await sentences(answer.text, answer.language);
  signal?.throwIfAborted();
  const { outline, duration, isPlayable } = await outlineOf(blob, answer.duration);
  const rows = rowsOf(parts, words);
  const styles = { [styleOf(input.subtitle_style)]: { order: input.subtitle_style, texts, links } };
  return { endpoint, input, answer, texts, links, words, cues, rows, blob, whole, outline, duration, isHeard, isPlayable, styles };
}

// A row is a sentence, or a part of one that is too long to be laid out at once.
function rowsOf(sentencesOfText, words) {
  const parts = [], numbers = [];
  sentencesOfText.forEach((text, at) => {
    const cut = text.match(LONG_PART) ?? [];
    parts.push(...cut), numbers.push(...cut.map(() => at + 1));
  });
  const ranges = rangesOf(parts, words);
  return parts.map((part, at) => ({ from: ranges[at][0], to: ranges[at][1], lines: [visible(part)], sentence: numbers[at] }))
    .filter(({ from, to }) => to > from);
}

/** Return the sound of an answer: the file, its address where only a browser's own link may go there, or null
 *  where the answer ends a stream that had it all. */
export const soundOf = async ({ audio_base64: inside, audio_url: link }) => {
  if (inside) return new Blob([bytesOf(inside)]);
  if (!link) return null;
  return isOurs(link) ? file(link) : link;
};

async function outlineOf(blob, duration) {
  try {
    const { samples, rate } = await decoded(await blob.arrayBuffer());
    const outline = new Outline(rate);
    await outline.addAll(samples);
    return { outline, duration: samples.length / rate, isPlayable: true };
  } catch { // a format that the worker reads and the browser does not
    return { outline: new Outline(RATE), duration, isPlayable: false };
  }
}

// Say whether a file is one that knows its length: what is streamed does not.
const isWholeWav = (buffer) => buffer.byteLength > 8 && new DataView(buffer).getUint32(4, true) === buffer.byteLength - 8;

// Return what turns the pieces of a WAV file into samples: the first begins with the header, and a sample may
// be divided between two.
function withoutHeader() {
  let isFirst = true, odd = new Uint8Array(0);
  return (bytes) => {
    const wav = isFirst ? ofWav(bytes.buffer) : null;
    isFirst = false;
    if (wav) return wav.samples;
    const all = new Uint8Array(odd.length + bytes.length);
    all.set(odd), all.set(bytes, odd.length);
    odd = all.slice(all.length & ~1);
    return new Int16Array(all.buffer.slice(0, all.length & ~1));
  };
}
