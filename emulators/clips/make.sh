#!/bin/sh
# Makes the clips the emulators answer with, and the files of static/test-media, which the built-in test upstream delivers
# and the emulators use as well. Needs ffmpeg (libx264, libmp3lame) and espeak-ng. Run in this folder; the results are
# committed, so only someone who wants other pictures or words runs it.
set -eu
shared=../../../static/test-media

# gradient SIZE SECONDS COLOUR COLOUR COLOUR: one that reaches from corner to corner, and turns slowly
gradient() {
  echo "gradients=s=$1:r=12:d=$2:n=3:c0=$3:c1=$4:c2=$5:x0=0:y0=0:x1=$((${1%x*} - 1)):y1=$((${1#*x} - 1)):speed=0.012:seed=1"
}

# video NAME SIZE SECONDS COLOUR COLOUR COLOUR
video() {
  ffmpeg -v error -y -f lavfi -i "$(gradient "$2" "$3" "$4" "$5" "$6")" -t "$3" \
    -c:v libx264 -preset veryslow -crf 30 -pix_fmt yuv420p -movflags +faststart -f mp4 "$1.mp4.bin"
}

# shape NAME SIZE COLOUR COLOUR COLOUR: a clip of 5 seconds and an image for both, one of 10 for the emulators
shape() {
  video "$shared/$1-5" "$2" 5 "$3" "$4" "$5"
  video "$1-10" "$2" 10 "$3" "$4" "$5"
  ffmpeg -v error -y -f lavfi -i "$(gradient "$2" 1 "$3" "$4" "$5")" -frames:v 1 -c:v mjpeg -q:v 4 -f image2 -update 1 "$shared/$1.jpg.bin"
}

# talking NAME SIZE COLOUR COLOUR COLOUR
talking() {
  ffmpeg -v error -y -f lavfi -i "$(gradient "$2" 5 "$3" "$4" "$5")" -i talk.tmp.wav -t 5 \
    -af apad -c:v libx264 -preset veryslow -crf 30 -pix_fmt yuv420p -c:a aac -b:a 48k -ar 22050 -ac 1 -movflags +faststart -f mp4 "$1.mp4.bin"
}

for seconds in 4 6 8 9; do video "wide-$seconds" 1280x720 "$seconds" 0x1b2a6b 0xd9578b 0xf7b267; done
shape wide 1280x720 0x1b2a6b 0xd9578b 0xf7b267
shape tall 720x1280 0x0f4c5c 0x5fa8d3 0xf4d58d
shape square 960x960 0x3c1642 0x7b6cf6 0x9be7d8
shape classic 960x720 0x14342b 0x60935d 0xf2e29f
shape portrait 720x960 0x4a1942 0xe07a5f 0xf2cc8f

espeak-ng -v en-gb -s 150 -w talk.tmp.wav 'Hello. I am a stand in for a talking avatar, here to say a few words so that you can hear me.'
talking "$shared/talking-wide" 1280x720 0x22223b 0x9a8c98 0xf2e9e4
talking "$shared/talking-tall" 720x1280 0x22223b 0x9a8c98 0xf2e9e4

espeak-ng -v en-gb -s 165 -w speech.tmp.wav 'Hello, this is the voice of a local emulator.'
ffmpeg -v error -y -i speech.tmp.wav -ar 44100 -ac 1 -c:a libmp3lame -b:a 128k -f mp3 "$shared/speech.mp3.bin"
ffmpeg -v error -y -i speech.tmp.wav -ar 16000 -ac 1 -c:a pcm_s16le -fflags +bitexact -f wav speech.wav.bin
ffmpeg -v error -y -i speech.tmp.wav -ac 1 -ar 24000 -c:a libopus -b:a 32k -fflags +bitexact -f ogg speech.ogg.bin
rm talk.tmp.wav speech.tmp.wav
