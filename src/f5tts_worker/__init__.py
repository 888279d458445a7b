"""F5-TTS voice cloning on RunPod serverless: speech, word timings and subtitles."""

__version__ = "0.1.0"
