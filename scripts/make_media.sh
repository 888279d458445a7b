#!/usr/bin/env bash
# Make the media in the README: speech of the demo model, its subtitles in every style over a picture, a screenshot of
# the preview page, and the example recording. Nothing is edited: sound, times and subtitles are the worker's own.
#
#   scripts/make_media.sh
#
# Needs flite, ffmpeg (with libass and libwebp), chromium and fonts-liberation, as Debian has them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
text="Good morning. I read your words in a voice, and each word has its own time."
media=docs/media examples=docs/examples
mkdir -p "$media"
quiet=(ffmpeg -nostdin -v error -y)

# speak FOLDER OPTION...: one run of the quickstart. The same seed gives the same speech in every run.
speak() {
  local folder=$1
  shift
  scripts/quickstart.sh "$text" --seed 1 --out "$work/$folder" "$@"
}

# Each style is a separate run, so some of them also make another audio format.
speak default --local-voice rms --style default
speak karaoke --local-voice rms --style karaoke
speak sweep --local-voice rms --style sweep --format mp3
speak boxed --local-voice rms --style boxed --format ogg
speak headline --local-voice rms --style headline
speak slt-mp3 --local-voice slt --format mp3
speak slt-ogg --local-voice slt --format ogg
cp "$work/sweep/speech.mp3" "$media/rms.mp3"
cp "$work/boxed/speech.ogg" "$media/rms.ogg"
cp "$work/slt-mp3/speech.mp3" "$media/slt.mp3"
cp "$work/slt-ogg/speech.ogg" "$media/slt.ogg"

seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$work/default/speech.wav")
# A quiet evening, painted by arithmetic: a sky, and two lines of hills that the subtitles stand on.
near="(800+45*sin(X/270+2)+16*sin(X/83))" far="(690+60*sin(X/340)+24*sin(X/117))" sky="pow(Y/800,2)"
paint() { echo "if(gt(Y,$near),$1,if(gt(Y,$far),$2,$3))"; }
"${quiet[@]}" -f lavfi -i "color=black:s=1920x1080,format=gbrp" -frames:v 1 -vf "geq=\
r='$(paint 58 92 "24+190*$sky")':g='$(paint 56 76 "36+100*$sky")':b='$(paint 74 92 "66+40*$sky")'" "$work/frame.png"
label="fontfile=/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf:fontsize=54:fontcolor=white@0.75:x=70:y=60"
styles=(default karaoke sweep boxed headline)
for style in "${styles[@]}"; do
  "${quiet[@]}" -loop 1 -framerate 15 -i "$work/frame.png" -t "$seconds" \
    -vf "ass=$work/$style/speech.ass,drawtext=$label:text='subtitle_style\: $style',scale=720:-2:flags=lanczos" \
    -c:v ffv1 "$work/$style.mkv"
  echo "file '$work/$style.mkv'" >> "$work/list"
done
"${quiet[@]}" -f concat -safe 0 -i "$work/list" -c:v libwebp_anim -quality 80 -compression_level 6 -loop 0 "$media/styles.webp"
# The same with sound, to show that both are in time.
"${quiet[@]}" -loop 1 -framerate 24 -i "$work/frame.png" -i "$work/karaoke/speech.wav" -t "$seconds" \
  -vf "ass=$work/karaoke/speech.ass,scale=1280:-2:flags=lanczos" \
  -c:v libx264 -preset slow -crf 26 -pix_fmt yuv420p -c:a aac -b:a 96k -movflags +faststart "$media/karaoke.mp4"

# The page in the middle of a word. The speed of this machine is removed: benchmarks are elsewhere.
sed -i 's|"real_time_factor":[0-9.]*|"real_time_factor":null|' "$work/karaoke/preview.html"
chromium --headless --no-sandbox --hide-scrollbars --force-device-scale-factor=1.5 --window-size=1120,846 \
  --force-prefers-reduced-motion --virtual-time-budget=5000 --screenshot="$PWD/docs/preview.png" "file://$work/karaoke/preview.html#t=2.5" 2> "$work/chromium.log"

flite -voice slt -f "$examples/voice.txt" -o "$work/voice.wav"
"${quiet[@]}" -i "$work/voice.wav" -b:a 64k -map_metadata -1 "$examples/voice.mp3"
ls -l "$media" "$examples" docs/preview.png
