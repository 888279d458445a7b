// The voices to choose from, and the dialog that makes a new one of a recording.
import { base64Of } from "./pcm.js";
import { say } from "./phrases.js";
import { job, voices } from "./server.js";
import { Trimming } from "./trimming.js";

const find = (id) => document.getElementById(id);
const OWN = "", RECORDED = "\n"; // values of choices that are no names

export class Voices {
  /** Called with the names of the stored voices when they are known. */
  onKnown = () => {};
  #known = [];
  #recorded = null; // {voice_reference_base64, ref_text} of a voice without a name
  #blob = null;
  #trimming = new Trimming(find("trim"), find("trim-from"), find("trim-to"));
  #recorder = null;
  #isAsking = false; // for a microphone

  constructor() {
    find("new-voice").addEventListener("click", () => this.#open());
    find("voice-cancel").addEventListener("click", () => find("voice-dialog").close());
    find("voice-dialog").addEventListener("close", () => this.#close());
    find("voice-file").addEventListener("change", ({ target }) => target.files[0] && this.#take(target.files[0]));
    find("record").addEventListener("click", () => this.#record());
    find("trim-hear").addEventListener("click", () => this.#trimming.hear());
    find("voice-form").addEventListener("submit", (event) => { event.preventDefault(); this.#use(); });
    find("voices").addEventListener("change", () => this.#note());
  }

  /** Return the fields of a request that name the chosen voice. */
  get fields() {
    const chosen = this.#chosen;
    if (chosen === RECORDED) return this.#recorded;
    return chosen === OWN ? {} : { local_voice: chosen };
  }
  get #chosen() { return find("voices").querySelector("input:checked")?.value ?? OWN; }

  async load(choose = this.#chosen) {
    if (!find("voices").childElementCount) find("voices").textContent = say("voices_wait"); // a worker may have to be started
    this.#known = await voices().catch((error) => {
      if (!find("voices").childElementCount) find("voices").textContent = "";
      throw error;
    });
    this.onKnown(this.#known.map(({ name }) => name));
    const names = this.#known.map(({ name }) => [name, name]);
    if (!names.length) names.push([OWN, say("own_voice")]);
    if (this.#recorded) names.push([RECORDED, say("one_job_voice")]);
    const wanted = names.some(([value]) => value === choose) ? choose : names[0][0];
    find("voices").replaceChildren(...names.map(([value, label]) => this.#choice(value, label, value === wanted)));
    this.#note();
  }

  #choice(value, label, isChosen) {
    const made = document.createElement("label"), input = document.createElement("input");
    made.className = "pill";
    Object.assign(input, { type: "radio", name: "voice", value, checked: isChosen });
    made.append(input, label);
    return made;
  }

  // What is known of the chosen voice: its words, and what is wrong with it.
  #note(more = []) {
    const voice = this.#known.find(({ name }) => name === this.#chosen);
    const notes = [...new Set([...more, ...(voice?.warnings ?? [])])];
    if (voice?.text && !more.length) notes.unshift(`“${voice.text}”`);
    find("voice-notes").replaceChildren(...notes.map((note) => Object.assign(document.createElement("li"), { textContent: note })));
  }

  #open() {
    find("voice-form").reset();
    find("trim-box").hidden = true;
    this.#blob = null;
    this.#fault("");
    find("record-note").textContent = "";
    find("voice-dialog").showModal();
  }

  #close() {
    this.#recorder?.stop();
    this.#trimming.close();
  }

  #fault(sentence) {
    find("voice-fault").textContent = sentence;
    find("voice-fault").hidden = !sentence;
  }

  async #take(blob) {
    this.#blob = blob;
    this.#fault("");
    find("trim-box").hidden = false;
    this.#wait(true);
    try {
      await this.#trimming.show(blob);
    } catch {
      find("trim-box").hidden = true;
      this.#fault(say("unreadable"));
    } finally {
      this.#wait(false);
    }
  }

  // While a recording is made, read or sent, there is nothing to use yet.
  #wait(isOn) { find("voice-form").querySelector(".main").disabled = isOn; }

  async #record() {
    if (this.#recorder) { this.#recorder.stop(); return; }
    if (this.#isAsking) return;
    this.#fault("");
    this.#isAsking = true;
    const microphone = await this.#microphone();
    this.#isAsking = false;
    if (!microphone) return;
    if (!find("voice-dialog").open) { // it was closed while the browser asked
      for (const track of microphone.getTracks()) track.stop();
      return;
    }
    const recorder = this.#recorder = new MediaRecorder(microphone), parts = [], since = performance.now();
    const count = () => {
      find("record-note").textContent = say("recording_now", { seconds: Math.round((performance.now() - since) / 1000) });
    };
    const counting = setInterval(count, 500);
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      clearInterval(counting);
      for (const track of microphone.getTracks()) track.stop();
      this.#recorder = null;
      this.#showRecording(false);
      find("record-note").textContent = "";
      this.#wait(false);
      if (find("voice-dialog").open) this.#take(new Blob(parts, { type: recorder.mimeType }));
    });
    recorder.start();
    find("voice-file").value = ""; // one or the other
    this.#wait(true);
    count();
    this.#showRecording(true);
  }

  // The microphone's sound, or null where there is none.
  async #microphone() {
    if (!navigator.mediaDevices) { this.#fault(say("no_microphone_here")); return null; }
    // As it is: what makes calls pleasant changes the voice.
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    return navigator.mediaDevices.getUserMedia({ audio: plain }).catch((error) => {
      this.#fault(say("no_microphone", { why: error.message }));
      return null;
    });
  }

  #showRecording(isOn) {
    find("record").textContent = say(isOn ? "record_stop" : "record");
    find("record").setAttribute("aria-pressed", isOn);
  }

  async #use() {
    if (!this.#blob) { this.#fault(say("need_recording")); return; }
    const said = find("voice-said").value.trim(), name = find("voice-name").value.trim();
    this.#wait(true);
    try {
      const recording = await base64Of(find("trim-box").hidden ? this.#blob : this.#trimming.cut());
      const words = { ...(said ? { ref_text: said } : {}), ...agreed() };
      if (name) await this.#keep(name, recording, words);
      else {
        this.#recorded = { voice_reference_base64: recording, ...words };
        await this.load(RECORDED);
      }
      find("voice-dialog").close();
    } catch (error) {
      this.#fault(error.message);
    } finally {
      this.#wait(false);
    }
    if (find("voice-dialog").open) find("voice-form").querySelector(".main").focus(); // which it lost meanwhile
  }

  async #keep(name, recording, words) {
    const tell = (text) => { find("record-note").textContent = text; };
    tell(say("begun"));
    const input = { voice_name: name, voice_file_base64: recording, ...words };
    const answer = await job("upload", input, { onProgress: ({ message, stage }) => tell(message ?? stage ?? "") })
      .finally(() => tell(""));
    await this.load(answer.voice);
    const kept = say("voice_kept", { name: answer.voice, seconds: answer.seconds.toFixed(1) });
    this.#note([kept, ...answer.changes, ...answer.warnings]);
  }
}

/** Return who agreed to the cloning, when and how, if any of it is filled in. */
function agreed() {
  const parts = ["who", "when", "how"].map((name) => [name, find(`agreed-${name}`).value.trim()]);
  const given = parts.filter(([, value]) => value);
  return given.length ? { consent: Object.fromEntries(given) } : {};
}
