// What was made: a film, a picture to look closer at, a sound with its waveform; and what was measured of it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { grouped, sayBytes } from '../../language.ts'
import type { Spoken } from './context.ts'
import type { Generation, Metadata, Output } from './operations.ts'
import { sayUntil } from './say.ts'
import { waveformOf } from './waveform.ts'

interface MadeProps extends Spoken {
  readonly generation: Pick<Generation, 'outputs' | 'expired' | 'expiresAt'>
  readonly text: string
}

const MINUTE_MS = 60_000

export function Made({ generation, text, language, words }: MadeProps) {
  const [nowMs, setNow] = useState(() => new Date().getTime())
  useEffect(() => {
    const clock = setInterval(() => setNow(new Date().getTime()), MINUTE_MS)
    return () => clearInterval(clock)
  }, [])
  if (generation.expired) return <p class="soft">{words.gone}</p>
  return (
    <div class="play-made">
      <div class={generation.outputs.length > 1 ? 'play-outputs many' : 'play-outputs'}>
        {generation.outputs.map((output) => <Player output={output} text={text} words={words} key={output.metadata.sha256} />)}
      </div>
      {generation.outputs[0] && <Facts output={generation.outputs[0]} words={words} />}
      {generation.expiresAt !== null && <p class="hint">{words.kept(sayUntil(generation.expiresAt, nowMs, language))}</p>}
    </div>
  )
}

interface PlayerProps extends Pick<Spoken, 'words'> {
  readonly output: Output
  readonly text: string
}

function Player({ output: { url, metadata }, text, words }: PlayerProps) {
  if (url === null) return <p class="soft">{words.gone}</p>
  if (metadata.contentType.startsWith('video/')) return <video class="play-media" src={url} width={metadata.width ?? undefined} height={metadata.height ?? undefined} controls muted autoPlay loop playsInline preload="auto" aria-label={text} />
  if (metadata.contentType.startsWith('audio/')) return <Sound url={url} text={text} words={words} />
  return <Picture url={url} metadata={metadata} text={text} words={words} />
}

interface PictureProps extends Pick<Spoken, 'words'> {
  readonly url: string
  readonly metadata: Metadata
  readonly text: string
}

function Picture({ url, metadata, text, words }: PictureProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <>
      <button type="button" class="play-zoom" aria-label={`${words.zoom}: ${text}`} onClick={() => dialog.current?.showModal()}>
        <img class="play-media" src={url} width={metadata.width ?? undefined} height={metadata.height ?? undefined} alt={text} />
      </button>
      <dialog class="play-dialog" ref={dialog} aria-label={text} onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}>
        <form method="dialog"><button class="button plain">{words.close}</button></form>
        <div class="play-dialog-scroll" tabIndex={0}><img src={url} alt={text} /></div>
      </dialog>
    </>
  )
}

interface SoundProps extends Pick<Spoken, 'words'> {
  readonly url: string
  readonly text: string
}

function Sound({ url, text, words }: SoundProps) {
  const [path, setPath] = useState('')
  useEffect(() => {
    const life = new AbortController()
    waveformOf(url, life.signal).then(setPath, () => setPath(''))
    return () => life.abort()
  }, [url])
  return (
    <div class="play-sound">
      <svg viewBox="0 -50 600 100" preserveAspectRatio="none" role="img" aria-label={words.waveform}><path d={path === '' ? 'M0 0H600' : path} /></svg>
      <audio src={url} controls preload="metadata" aria-label={text} />
    </div>
  )
}

function Facts({ output, words }: { readonly output: Output; readonly words: Spoken['words'] }) {
  const { width, height, duration, format, bytes, sha256 } = output.metadata
  const [isCopied, setCopied] = useState(false)
  const facts: readonly (readonly [string, string])[] = [
    ...(width === null || height === null ? [] : [[words.size, `${width} × ${height}`] as const]),
    ...(duration === null ? [] : [[words.length, words.seconds(grouped(Math.round(duration * 10) / 10))] as const]),
    [words.format, format],
    [words.weight, sayBytes(bytes)],
    [words.hash, `${sha256.slice(0, 12)}…`],
  ]
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(new URL(output.url ?? '', location.origin).href)
    setCopied(true)
  }
  return (
    <>
      <dl class="play-facts" aria-label={words.facts}>
        {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="figure">{value}</dd></div>)}
      </dl>
      <div class="play-inline">
        {output.downloadUrl !== null && <a class="button quiet" href={output.downloadUrl} download>{words.download}</a>}
        {output.url !== null && <button type="button" class="button quiet" onClick={() => void copy()}>{isCopied ? words.copied : words.copyLink}</button>}
      </div>
    </>
  )
}
