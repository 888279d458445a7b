"""F5-TTS voice cloning on RunPod serverless: speech, word timings and subtitles."""
