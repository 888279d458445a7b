// Requests to this server: jobs, their progress, the stream of a speech, and files.
import { say } from "./phrases.js";

const POLL_MS = 700;
const KEY = "f5tts-key";
const SENDABLE = /^[\x20-\x7e]+$/; // in a header
const INLINE = "inline"; // what is in a bucket may not be read by the page, so the server does

/** What the server says of a job that it did not do. */
export class Refusal extends Error {
  constructor({ error = "", error_code: code = "", details = {} }, status = 0) {
    super(String(error).replace(`${code}: `, "") || `HTTP ${status}`);
    this.code = code, this.status = status, this.details = details ?? {};
  }
}

/** Called when the server wants a key, and whether it refused one; has to return one, or null to give up. */
let askForKey = async () => null;
let asked = null; // the one question that all wait for whose requests had no right key
export const onKeyWanted = (ask) => { askForKey = ask; };

export const at = (path) => new URL(path, document.baseURI).href;
export const hasKey = () => Boolean(sessionStorage.getItem(KEY));

async function aKey(wasRefused) {
  const given = await (asked ??= askForKey(wasRefused).finally(() => { asked = null; }));
  return given === null || SENDABLE.test(given) ? given : aKey(true);
}

async function ask(path, { headers = {}, ...more } = {}) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    const answer = await fetch(at(path), {
      ...more, headers: { ...headers, ...(key ? { Authorization: `Bearer ${key}` } : {}) },
    });
    if (answer.status !== 401) return answer;
    if (key !== sessionStorage.getItem(KEY)) continue; // another was given meanwhile
    const given = await aKey(key !== null);
    if (given === null) return answer;
    sessionStorage.setItem(KEY, given);
  }
}

// A line that was cut is no fault of the server's; a job that was stopped here is none at all.
const brokenOff = (error) => { throw error.name === "AbortError" ? error : new Error(say("broken_off")); };

async function contentOf(answer) {
  const content = await answer.json().catch((error) => (answer.ok ? brokenOff(error) : {}));
  if (answer.ok) return content;
  throw new Refusal(content.error ? content : { error: content.detail?.message ?? "" }, answer.status);
}

const posted = (endpoint, input, { signal, headers } = {}) => ask(`v1/${endpoint}`, {
  method: "POST", body: JSON.stringify(input), signal, headers: { "Content-Type": "application/json", ...headers },
});

/** Return the answer of a job. `onProgress` gets what the job says of itself while it runs. */
export async function job(endpoint, input, { signal, onProgress = () => {} } = {}) {
  const answer = await posted(endpoint, input, { signal, headers: { Prefer: `wait=1, ${INLINE}` } });
  return answer.status === 202 ? followed(await answer.json(), signal, onProgress) : contentOf(answer);
}

async function followed({ job_id: id }, signal, onProgress) {
  for (;;) {
    await new Promise((done) => { setTimeout(done, POLL_MS); });
    if (signal?.aborted) {
      await ask(`v1/jobs/${id}`, { method: "DELETE" });
      signal.throwIfAborted();
    }
    const answer = await ask(`v1/jobs/${id}`, { headers: { Prefer: INLINE } });
    const content = await contentOf(answer);
    if (answer.status !== 202) return content;
    onProgress(progressIn(content));
  }
}

// A job that waits has nothing to say yet.
const progressIn = ({ status, progress }) =>
  progress ?? (status === "QUEUED" ? { stage: "queued", message: say("queued") } : {});

/** Yield what the server sends of a speech while it is made: start, progress, piece, end. Raises Refusal.
 *  Nothing comes before the first piece, so until then the job is asked how far it is. */
export async function* stream(endpoint, input, { signal, onProgress = () => {} } = {}) {
  const id = `page-${[...crypto.getRandomValues(new Uint32Array(3))].map((number) => number.toString(36)).join("")}`;
  const heard = new AbortController(), headers = { Accept: "application/x-ndjson", Prefer: INLINE };
  const asking = setInterval(() => progressOf(id, heard.signal).then(onProgress, () => {}), POLL_MS);
  let answer;
  try {
    answer = await posted(endpoint, { ...input, request_id: id }, { signal, headers });
  } finally {
    clearInterval(asking);
    heard.abort();
  }
  if (!answer.ok || !answer.headers.get("content-type")?.includes("ndjson")) {
    const isUnderWay = answer.status === 202;
    const content = isUnderWay ? await followed(await answer.json(), signal, onProgress) : await contentOf(answer);
    yield { type: "end", ...content };
    return;
  }
  for await (const line of linesOfBody(answer.body)) {
    const message = JSON.parse(line);
    if (message.type === "error") throw new Refusal(message);
    yield message;
    if (message.type === "end") return;
  }
  throw new Error(say("broken_off"));
}

async function progressOf(id, signal) {
  const answer = await ask(`v1/jobs/${id}`, { signal });
  const content = await contentOf(answer);
  signal.throwIfAborted();
  return progressIn(content);
}

async function* linesOfBody(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let parts = []; // of a line: a piece's audio is a long one
  for (;;) {
    const { value, done } = await reader.read().catch(brokenOff);
    if (done) break;
    const [first, ...others] = value.split("\n");
    parts.push(first);
    for (const next of others) {
      const line = parts.join("");
      if (line) yield line;
      parts = [next];
    }
  }
  if (parts.join("")) yield parts.join("");
}

/** Say whether an address is this server's. Others, such as a bucket's, may not be read by the page. */
export const isOurs = (link) => new URL(link, document.baseURI).origin === location.origin;

/** Return the content behind a link to this server. */
export async function file(link) {
  const answer = await ask(link);
  if (!answer.ok) await contentOf(answer);
  return answer.blob();
}

export const voices = async () => {
  const found = [];
  let cursor;
  do {
    const answer = await job("list_voices", { limit: 1000, ...(cursor ? { cursor } : {}) });
    found.push(...answer.voices);
    cursor = answer.next_cursor;
  } while (cursor);
  return found;
};

/** Return a text's sentences, as `takes` counts them. */
export const sentences = async (text, language) =>
  (await contentOf(await posted("sentences", { text, language }))).sentences;

/** Return what is in a subtitle file, as `dub` reads it. */
export const cuesOf = async (srt, signal) => contentOf(await posted("cues", { srt }, { signal }));

/** Say how the worker is: ready, preparing or broken. */
export const state = async () => {
  const answer = await fetch(at("ping"));
  await answer.text(); // else the request counts as broken off
  return { 200: "ready", 204: "preparing" }[answer.status] ?? "broken";
};
