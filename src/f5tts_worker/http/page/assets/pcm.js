// Sound as 16-bit samples, and bytes as base64.

export const PART = 500_000; // samples that are looked at without a pause

/** Let the page answer to people, then go on. */
export const breath = () => new Promise((done) => { setTimeout(done); });

/** Return the samples of a WAV file of 16-bit PCM as {samples, channels, rate}, or null for any other file.
 *  A file whose header does not know its length, as a streamed one, is read to its end. */
export const ofWav = (buffer) => {
  const view = new DataView(buffer);
  const name = (at) => (at + 4 <= view.byteLength ? String.fromCharCode(...new Uint8Array(buffer, at, 4)) : "");
  if (name(0) !== "RIFF" || name(8) !== "WAVE") return null;
  let channels = 0, rate = 0;
  for (let at = 12; name(at) && at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true), body = at + 8;
    if (name(at) === "fmt ") {
      if (view.getUint16(body + 14, true) !== 16) return null;
      channels = view.getUint16(body + 2, true);
      rate = view.getUint32(body + 4, true);
    } else if (name(at) === "data" && channels) {
      const length = Math.min(size, view.byteLength - body) >> 1;
      return { samples: new Int16Array(buffer.slice(body, body + 2 * length)), channels, rate };
    }
    at = body + size + (size & 1);
  }
  return null;
};

/** Return any sound that the browser can read as {samples, channels: 1, rate}. Throws where it cannot. */
export const decoded = async (buffer, rate = 24000) => {
  const known = ofWav(buffer);
  if (known && known.channels === 1) return known;
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(buffer.slice(0));
  const tracks = Array.from({ length: sound.numberOfChannels }, (_, number) => sound.getChannelData(number));
  const samples = new Int16Array(sound.length);
  for (let from = 0; from < samples.length; from += PART) {
    for (let at = from, end = Math.min(samples.length, from + PART); at < end; at++) {
      let mixed = 0;
      for (const track of tracks) mixed += track[at];
      samples[at] = Math.max(-32768, Math.min(32767, Math.round(32767 * mixed / tracks.length)));
    }
    await breath();
  }
  return { samples, channels: 1, rate };
};

/** Return mono samples, in several parts, as a WAV file. */
export const wavOf = (parts, rate) => {
  const size = 2 * parts.reduce((sum, part) => sum + part.length, 0);
  const header = new DataView(new ArrayBuffer(44));
  const text = (at, letters) => [...letters].forEach((letter, i) => header.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF"), text(8, "WAVEfmt "), text(36, "data");
  const numbers = [[4, 36 + size, 32], [16, 16, 32], [20, 1, 16], [22, 1, 16], [24, rate, 32], [28, 2 * rate, 32],
    [32, 2, 16], [34, 16, 16], [40, size, 32]];
  for (const [at, value, bits] of numbers) header[`setUint${bits}`](at, value, true);
  return new Blob([header, ...parts], { type: "audio/wav" });
};

export const bytesOf = (base64) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64); // many times as fast
  const letters = atob(base64), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
};

/** Return what is in a file as base64. */
export const base64Of = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});
