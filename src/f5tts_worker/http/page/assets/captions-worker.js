// Runs libass beside the page: gets an ASS file, a size and times, and draws on the canvas that it was given.
import libass from "../vendor/jassub/wasm/jassub-worker.js";
import { Canvas2DRenderer } from "../vendor/jassub/worker/renderers/2d-renderer.js";

const FALLBACK = "liberation sans"; // as wide as Arial, which the styles name
const painter = new Canvas2DRenderer();
let track = null, work = Promise.resolve();

const bytesAt = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());

const jobs = {
  async begin({ canvas, wasm, fonts }) {
    painter.setCanvas(canvas);
    const files = await Promise.all(fonts.map(bytesAt));
    const { _malloc, JASSUB } = await libass({ __url: wasm, __out: () => {} });
    track = new JASSUB(canvas.width, canvas.height, FALLBACK);
    track.setThreads(1);
    files.forEach((file, number) => {
      const place = _malloc(file.byteLength);
      self.HEAPU8RAW.set(file, place);
      track.addFont(`font-${number}`, place, file.byteLength);
    });
    track.reloadFonts();
  },
  show({ ass }) { track.createTrackMem(ass); },
  resize({ width, height }) {
    track.resizeCanvas(width, height, width, height);
    painter.resizeCanvas(width, height);
  },
  draw({ time, isNew }) {
    const images = track.rawRender(time, Number(isNew));
    if (images) painter.render(images, self.HEAPU8RAW);
  },
};

// One after the other: the first has to load everything.
onmessage = ({ data: { name, number, ...rest } }) => {
  work = work.then(() => jobs[name](rest))
    .then(() => postMessage({ number }), (error) => postMessage({ number, error: String(error) }));
};
