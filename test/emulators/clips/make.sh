#!/bin/sh
# Makes the clips the emulators answer with. Needs ffmpeg (libx264, libmp3lame) and espeak-ng. Run in this folder; the
# results are committed, so only someone who wants other pictures or words runs it.
set -eu

# gradient SIZE SECONDS COLOUR COLOUR COLOUR: one that reaches from corner to corner, and turns slowly
gradient() {
  echo "gradients=s=$1:r=12:d=$2:n=3:c0=$3:c1=$4:c2=$5:x0=0:y0=0:x1=$((${1%x*} - 1)):y1=$((${1#*x} - 1)):speed=0.012:seed=1"
}

# video NAME SIZE SECONDS COLOUR COLOUR COLOUR
video() {
  ffmpeg -v error -y -f lavfi -i "$(gradient "$2" "$3" "$4" "$5" "$6")" -t "$3" \
    -c:v libx264 -preset veryslow -crf 30 -pix_fmt yuv420p -movflags +faststart -f mp4 "$1.mp4.bin"
}

# talking NAME SIZE COLOUR COLOUR COLOUR
talking() {
  ffmpeg -v error -y -f lavfi -i "$(gradient "$2" 5 "$3" "$4" "$5")" -i talk.tmp.wav -t 5 \
    -af apad -c:v libx264 -preset veryslow -crf 30 -pix_fmt yuv420p -c:a aac -b:a 48k -ar 22050 -ac 1 -movflags +faststart -f mp4 "$1.mp4.bin"
}

for seconds in 4 5 6 8 9 10; do video "wide-$seconds" 1280x720 "$seconds" 0x1b2a6b 0xd9578b 0xf7b267; done
for seconds in 5 10; do
  video "tall-$seconds" 720x1280 "$seconds" 0x0f4c5c 0x5fa8d3 0xf4d58d
  video "square-$seconds" 960x960 "$seconds" 0x3c1642 0x7b6cf6 0x9be7d8
  video "classic-$seconds" 960x720 "$seconds" 0x14342b 0x60935d 0xf2e29f
  video "portrait-$seconds" 720x960 "$seconds" 0x4a1942 0xe07a5f 0xf2cc8f
done

espeak-ng -v en-gb -s 150 -w talk.tmp.wav 'Hello. I am a stand in for a talking avatar, here to say a few words so that you can hear me.'
talking talking-wide 1280x720 0x22223b 0x9a8c98 0xf2e9e4
talking talking-tall 720x1280 0x22223b 0x9a8c98 0xf2e9e4

espeak-ng -v en-gb -s 165 -w speech.tmp.wav 'Hello, this is the voice of a local emulator.'
ffmpeg -v error -y -i speech.tmp.wav -ar 44100 -ac 1 -c:a libmp3lame -b:a 128k -f mp3 speech.mp3.bin
ffmpeg -v error -y -i speech.tmp.wav -ar 16000 -ac 1 -c:a pcm_s16le -fflags +bitexact -f wav speech.wav.bin
ffmpeg -v error -y -i speech.tmp.wav -ac 1 -ar 24000 -c:a libopus -b:a 32k -fflags +bitexact -f ogg speech.ogg.bin
rm talk.tmp.wav speech.tmp.wav
