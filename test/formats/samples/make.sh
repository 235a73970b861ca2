#!/bin/sh
# Makes the samples of the formats that no emulator answers with. Needs ffmpeg; what it wrote is committed.
set -e
cd "$(dirname "$0")"
quiet="-hide_banner -loglevel error -y"
picture="-f lavfi -i testsrc2=size=160x90:rate=10"
sound="-f lavfi -i sine=frequency=440:sample_rate=44100"
ffmpeg $quiet $picture -t 2 -c:v libvpx-vp9 -b:v 20k -f webm vp9-160x90-2s.webm.bin
ffmpeg $quiet $picture -t 1 -c:v libvpx -b:v 20k -live 1 -f webm - > live-160x90.webm.bin
ffmpeg $quiet $picture -t 2 -c:v libx264 -crf 45 -pix_fmt yuv420p -f mp4 moov-last-160x90-2s.mp4.bin
ffmpeg $quiet $picture -t 2 -c:v libx265 -x265-params log-level=none -crf 45 -tag:v hvc1 -movflags +faststart -f mp4 h265-160x90-2s.mp4.bin
ffmpeg $quiet $picture -t 2 -c:v libx264 -crf 45 -pix_fmt yuv420p -movflags frag_keyframe+empty_moov -f mp4 fragmented-160x90.mp4.bin
ffmpeg $quiet $picture -t 1 -c:v libx264 -crf 45 -pix_fmt yuv420p -f mp4 turned.tmp
ffmpeg $quiet -display_rotation 90 -i turned.tmp -c copy -f mp4 turned-90x160-1s.mp4.bin 2>/dev/null ||
  ffmpeg $quiet -i turned.tmp -c copy -metadata:s:v rotate=90 -f mp4 turned-90x160-1s.mp4.bin
rm turned.tmp
ffmpeg $quiet $picture -t 1 -c:v libx264 -crf 45 -pix_fmt yuv420p -f mov quicktime-160x90-1s.mov.bin
ffmpeg $quiet $picture -frames:v 1 -c:v libwebp -quality 20 -f webp lossy-160x90.webp.bin
ffmpeg $quiet -f lavfi -i color=red:size=32x18 -frames:v 1 -c:v libwebp -lossless 1 -f webp lossless-32x18.webp.bin
ffmpeg $quiet -f lavfi -i testsrc2=size=48x32:rate=5 -t 1 -c:v libwebp_anim -quality 10 -f webp animated-48x32.webp.bin
ffmpeg $quiet -f lavfi -i testsrc=size=64x48:rate=5 -t 0.4 -f gif animated-64x48.gif.bin
ffmpeg $quiet $picture -frames:v 1 -c:v mjpeg -q:v 20 -f image2 -update 1 baseline-160x90.jpg.bin
ffmpeg $quiet -f lavfi -i color=blue:size=22x34 -frames:v 1 -c:v png -f image2 -update 1 plain-22x34.png.bin
ffmpeg $quiet $sound -t 3 -c:a libopus -b:a 12k -f ogg opus-3s.ogg.bin
ffmpeg $quiet $sound -t 2 -c:a libvorbis -q:a 0 -f ogg vorbis-2s.ogg.bin
ffmpeg $quiet $sound -t 3 -c:a libmp3lame -q:a 8 -id3v2_version 3 -metadata title=Sample -f mp3 vbr-id3-3s.mp3.bin
ffmpeg $quiet $sound -t 3 -c:a libmp3lame -b:a 32k -write_xing 0 -id3v2_version 0 -f mp3 cbr-no-header-3s.mp3.bin
ffmpeg $quiet $sound -t 2 -ar 22050 -ac 1 -c:a libmp3lame -b:a 24k -f mp3 mpeg2-mono-2s.mp3.bin
ffmpeg $quiet $sound -t 2 -c:a aac -b:a 32k -f ipod aac-2s.m4a.bin
ffmpeg $quiet -f lavfi -i sine=frequency=440:sample_rate=8000 -t 1 -c:a pcm_u8 -f wav plain-1s.wav.bin
ffmpeg $quiet -f lavfi -i sine=frequency=440:sample_rate=8000 -t 1 -c:a pcm_u8 -f wav - > streamed-1s.wav.bin
