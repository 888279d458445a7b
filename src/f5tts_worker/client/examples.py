"""What `--help` shows below the options: examples of each command."""

ABOUT = """\
An endpoint of RunPod's gets the key in RUNPOD_API_KEY. A server of your own, which is `f5tts serve` or a
worker's local API, gets the one in F5TTS_API_KEY, if it asks for one.

examples:
  export F5TTS_ENDPOINT=http://localhost:8000   # or your endpoint's id, with RUNPOD_API_KEY set
  %(prog)s voices
  %(prog)s say "Hello world." --voice slt --out hello.mp3
  %(prog)s say --help

exit codes:
  0 done, 1 failed, 2 wrong use, 3 the job is still under way, 130 stopped with Ctrl-C"""
EXAMPLES = {
    "say": """\
  %(prog)s "Hello world."
  %(prog)s "Hello world." --voice slt --subtitles ass,srt --style karaoke --out hello.mp3
  %(prog)s "Hello world." --voice-file me.m4a --ref-text "Exactly what I say in it."
  %(prog)s --text-file story.txt --quality best --seed 7 --out story.wav
  echo "Hello world." | %(prog)s -
  %(prog)s "[voice:slt] Shall we? [pause:1.5s] [voice:rms] Yes." --subtitles vtt
  %(prog)s --text-file talk.txt --speaker Anna=slt --speaker Bob=rms   # lines such as: [Anna] Shall we?
  %(prog)s --turns talk.json --subtitles ass --style speaker   # [{"voice": "slt", "text": "Hi."}, …]""",
    "dub": """\
  %(prog)s film.srt --voice anna --out track.wav
  %(prog)s film.vtt --speaker Anna=slt --speaker Bob=rms --max-pace 1.3 --subtitles srt --out track.mp3
  %(prog)s https://example.com/film.srt --voice anna""",
    "batch": """\
  %(prog)s book.txt --voice slt                  # one text per line; the files go into book/
  %(prog)s book.csv --parallel 8 --out chapters  # a heading such as name,voice,text; Excel's semicolons, too
  %(prog)s book.jsonl --subtitles srt            # {"name": "one", "text": "Hello.", "speed": 0.9}""",
    "book": """\
  %(prog)s novel.epub --list                     # the chapters, and what each would be in seconds of speech
  %(prog)s novel.epub --voice anna --parallel 8 --out novel.m4b
  %(prog)s novel.epub --voice anna --voices cast.toml
  %(prog)s novel.md --format mp3 --subtitles srt --chapters 1-3 --out novel""",
    "align": """\
  %(prog)s talk.mp3 --text-file talk.txt --subtitles srt,vtt
  %(prog)s talk.mp3 --text "What is said in it." --out timed
  %(prog)s https://example.com/talk.mp3 --language en""",
    "upload": """\
  %(prog)s anna me.m4a --text "Exactly what I say in it."
  %(prog)s anna me.m4a --text-file me.txt --overwrite
  %(prog)s anna me.m4a --speed 0.9 --lexicon names.json   # anna's own, unless a job says otherwise""",
    "voices": """\
  %(prog)s
  %(prog)s --json
  %(prog)s show slt
  %(prog)s delete anna
  %(prog)s delete anna --everywhere""",
    "delete": """\
  %(prog)s anna
  %(prog)s anna --everywhere                     # also what the volume keeps of the voice""",
    "result": """\
  %(prog)s 6f0c5a2e-u1
  %(prog)s 6f0c5a2e-u1 --delete                  # from the store: files and record
  %(prog)s 6f0c5a2e-u1 --out talk.mp3 --overwrite""",
    "health": """\
  %(prog)s --endpoint http://localhost:8000""",
    "check": """\
  %(prog)s http://localhost:8000
  %(prog)s --yes --out report.md --overwrite     # the endpoint in F5TTS_ENDPOINT, without the question""",
}
