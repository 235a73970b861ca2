// Drawn scenes, as a block print would have them: ink, two colours and the paper. They stand for what a model makes, and say so by
// their caption; nobody takes them for a model's work.
import type { ComponentChild } from 'preact'

export const SCENES = {
  mountains: (
    <>
      <circle class="c-saffron" cx="226" cy="74" r="34" />
      <path class="c-press" d="M0 150l70-82 46 50 40-46 74 78z" />
      <path class="c-ink" d="M96 180l82-78 52 44 30-24 60 58z" />
      <path class="c-paper" d="M70 68l-17 20 12 5 8-6 12 8zM178 102l-20 19 13 4 9-7 14 9z" />
      <path class="l-paper" d="M20 168h70M120 172h54M236 166h60" />
    </>
  ),
  wave: (
    <>
      <circle class="c-saffron" cx="70" cy="56" r="26" />
      <path class="c-back" d="M0 120c44-44 86-44 112-8 20-58 92-80 132-28-34-10-56 6-56 30 0 22 26 34 56 26 30-8 50-14 76-6v46H0z" />
      <path class="l-paper" d="M14 142c30-18 54-18 84 0s60 18 94 0 66-14 112 2M30 162c26-12 48-12 74 0s52 12 84 0 62-10 96 2" />
      <circle class="c-paper" cx="226" cy="70" r="4" /><circle class="c-paper" cx="212" cy="60" r="3" /><circle class="c-paper" cx="240" cy="62" r="3" />
    </>
  ),
  bounce: (
    <>
      <path class="c-ink" d="M0 150h320v30H0z" />
      <path class="l-ink" stroke-dasharray="3 7" d="M26 140c10-108 74-108 84 0 8-76 60-76 68 0 6-44 44-44 50 0 6-24 30-24 34 0" />
      <circle class="c-press" cx="68" cy="58" r="22" /><circle class="c-press" cx="144" cy="88" r="18" opacity=".75" /><circle class="c-press" cx="204" cy="112" r="14" opacity=".5" /><circle class="c-press" cx="268" cy="136" r="11" />
      <path class="l-paper" d="M40 162h56M122 166h44M190 162h30M254 168h28" />
    </>
  ),
  frames: (
    <>
      <path class="c-ink" d="M0 28h320v124H0z" />
      {[18, 118, 218].map((x) => <rect class="c-paper" x={x} y="50" width="84" height="80" key={x} />)}
      <path class="c-press" d="M28 92c16-4 20-18 32-20 12 2 16 16 32 20-14 2-22 4-32 12-10-8-18-10-32-12z" />
      <path class="c-press" d="M130 76c16 2 22 8 30 16 8-8 14-14 30-16-8 14-18 26-30 28-12-2-22-14-30-28z" />
      <path class="c-press" d="M230 104c12-16 20-18 30-30 10 12 18 14 30 30-14-6-20-6-30 0-10-6-16-6-30 0z" />
      {Array.from({ length: 11 }, (_, index) => <path class="c-paper" d={`M${8 + index * 29} 34h12v9h-12zM${8 + index * 29} 137h12v9h-12z`} key={index} />)}
    </>
  ),
  lotus: (
    <>
      <path class="c-back" d="M0 138h320v42H0z" />
      <circle class="c-saffron" cx="160" cy="70" r="50" />
      <path class="c-press" d="M160 46c22 30 22 66 0 96-22-30-22-66 0-96zM104 68c34 8 52 36 56 74-38-6-58-34-56-74zM216 68c2 40-18 68-56 74 4-38 22-66 56-74z" />
      <path class="c-ink" d="M66 102c42-4 74 10 94 40-42 12-76-4-94-40zM254 102c-18 36-52 52-94 40 20-30 52-44 94-40z" />
      <path class="l-paper" d="M160 62v66M122 86c14 14 24 28 32 46M198 86c-14 14-24 28-32 46M30 158h60M120 164h96M246 156h46" />
    </>
  ),
  dancers: (
    <>
      <path class="c-ink" d="M0 156h320v24H0z" />
      {[64, 160, 256].map((x, index) => (
        <g transform={`translate(${x} 0)${index === 1 ? '' : ' scale(.86) translate(0 24)'}`} key={x}>
          <circle class="c-ink" cx="0" cy="44" r="13" />
          <path class="l-bold" d={index === 1 ? 'M-40 52l22 22 18-10 18 10 22-22M0 64v34' : 'M-38 86l20-12 18-8 22 4 14-28M0 64v34'} />
          <path class={index === 1 ? 'c-press' : 'c-back'} d="M0 84l42 58q-42 22-84 0z" />
          <path class="l-paper" d="M-30 132q30 14 60 0M-22 118q22 10 44 0" />
          <path class="l-bold" d="M-12 150l-6 8M12 150l8 8" />
        </g>
      ))}
    </>
  ),
  street: (
    <>
      <path class="c-ink" d="M0 0h320v180H0z" />
      <circle class="c-saffron" cx="268" cy="36" r="18" />
      <path class="c-press" d="M0 62h74v118H0z" /><path class="c-back" d="M74 90h62v90H74z" /><path class="c-press" d="M206 74h62v106h-62z" opacity=".8" /><path class="c-back" d="M268 100h52v80h-52z" opacity=".8" />
      {[[12, 78], [42, 78], [12, 108], [42, 108], [86, 104], [112, 104], [218, 90], [244, 90], [218, 120], [280, 116]].map(([x, y]) => <rect class="c-saffron" x={x} y={y} width="14" height="16" key={`${x} ${y}`} />)}
      <path class="l-paper" d="M136 180l26-64h16l28 64M170 132v10M170 152v12" />
    </>
  ),
  product: (
    <>
      <ellipse class="c-ink" cx="160" cy="146" rx="104" ry="22" /><ellipse class="c-saffron" cx="160" cy="139" rx="104" ry="22" />
      <path class="c-press" d="M118 64h84l12 76q-54 14-108 0z" />
      <path class="l-bold" d="M138 64c0-40 44-40 44 0" />
      <path class="l-paper" d="M134 92h52M130 112h60" />
      <path class="l-ink" d="M34 120c-16-44 36-82 72-92M286 120c16-44-36-82-72-92M100 22l8 6-8 8M220 22l-8 6 8 8" />
    </>
  ),
  peacock: (
    <>
      {[-60, -36, -12, 12, 36, 60].map((turn) => (
        <g transform={`rotate(${turn} 160 168)`} key={turn}>
          <path class="c-back" d="M160 14c17 20 17 44 0 78-17-34-17-58 0-78z" /><circle class="c-saffron" cx="160" cy="48" r="11" /><circle class="c-ink" cx="160" cy="50" r="6" />
        </g>
      ))}
      <path class="c-press" d="M126 172c0-40 16-46 20-70 4-16 28-16 30 0 2 26 22 34 22 70z" />
      <circle class="c-paper" cx="164" cy="100" r="4" /><path class="c-saffron" d="M176 98l16 6-16 6z" />
    </>
  ),
  still: (
    <>
      <path class="c-ink" d="M0 142h320v38H0z" />
      <path class="c-back" d="M124 76h72c-4 14 18 24 18 44 0 22-20 30-54 30s-54-8-54-30c0-20 22-30 18-44z" />
      <path class="l-bold" d="M160 76V22M160 48c-20-2-30-12-34-28M160 40c18-2 30-10 36-24" />
      <circle class="c-press" cx="160" cy="22" r="13" /><circle class="c-saffron" cx="124" cy="24" r="11" /><circle class="c-press" cx="198" cy="20" r="10" />
      <circle class="c-saffron" cx="248" cy="130" r="20" /><path class="l-paper" d="M122 106q38 12 76 0M30 162h80M150 168h120" />
    </>
  ),
  kite: (
    <>
      <path class="c-press" d="M190 14l58 56-58 62-58-62z" /><path class="c-saffron" d="M190 14l58 56h-116z" />
      <path class="l-bold" d="M190 14v118M132 70h116" />
      <path class="l-ink" d="M190 132c-8 22 8 22 0 46M132 92c-40 24-70 58-108 88" />
      <path class="c-back" d="M44 32l22 22-22 24-22-24z" /><path class="c-ink" d="M284 130l12 12-12 14-12-14z" />
    </>
  ),
  bamboo: (
    <>
      <circle class="c-press" cx="244" cy="56" r="30" />
      {[70, 112, 150].map((x, index) => (
        <g transform={`rotate(${index * 3 - 2} ${x} 180)`} key={x}>
          {[0, 46, 92, 138].map((y) => <rect class={index === 1 ? 'c-back' : 'c-ink'} x={x} y={y} width="17" height="42" rx="3" key={y} />)}
        </g>
      ))}
      <path class="c-ink" d="M170 70c26-18 48-16 66 4-24 8-46 6-66-4zM62 62C40 42 20 42 2 58c20 12 40 14 60 4zM168 118c22-4 40 4 54 22-22 2-42-4-54-22z" />
    </>
  ),
  block: (
    <>
      {[0, 1, 2, 3, 4].flatMap((column) => [0, 1, 2].map((row) => (
        <g transform={`translate(${32 + column * 64} ${30 + row * 60})`} key={`${column} ${row}`}>
          <path class={(column + row) % 2 === 0 ? 'c-press' : 'c-back'} d="M0-24c9 12 9 14 0 24-9-10-9-12 0-24zM0 24c9-12 9-14 0-24-9 10-9 12 0 24zM-24 0c12-9 14-9 24 0-10 9-12 9-24 0zM24 0c-12-9-14-9-24 0 10 9 12 9 24 0z" />
          <circle class="c-ink" r="4.500" /><circle class="c-saffron" cx="32" cy="30" r="4" />
        </g>
      )))}
    </>
  ),
  face: (
    <>
      <path class="c-press" d="M92 180c0-34 28-44 54-48h28c26 4 54 14 54 48z" />
      <path class="c-ink" d="M106 92c-10-56 26-78 56-76 36 2 60 28 48 84-2 10-6 20-12 28H120c-8-8-12-20-14-36z" />
      <path class="c-saffron" d="M122 78c30 2 52-8 62-24 6 10 14 14 14 30 0 40-16 62-38 62s-38-24-38-68z" />
      <circle class="c-ink" cx="146" cy="86" r="4" /><circle class="c-ink" cx="178" cy="86" r="4" /><ellipse class="c-press" cx="162" cy="118" rx="11" ry="8" />
      <path class="l-bold" d="M236 84q14 20 0 40M256 72q24 32 0 64M276 60q34 44 0 88M84 84q-14 20 0 40M64 72q-24 32 0 64M44 60q-34 44 0 88" />
    </>
  ),
  voice: (
    <>
      {[10, 24, 44, 70, 104, 82, 56, 90, 130, 96, 60, 84, 112, 76, 48, 64, 38, 22, 12].map((height, index) => (
        <rect class={index % 3 === 0 ? 'c-press' : index % 3 === 1 ? 'c-ink' : 'c-back'} x={16 + index * 15.500} y={90 - height / 2} width="8" height={height} rx="4" key={index} />
      ))}
    </>
  ),
  greeting: (
    <>
      <path class="c-press" d="M44 26h232v94H132l-34 36v-36H44z" />
      <text class="scene-text" x="160" y="88" text-anchor="middle">नमस्ते</text>
      <path class="l-bold" d="M290 56q12 18 0 36M304 44q20 30 0 60M30 56q-12 18 0 36" />
    </>
  ),
  presenter: (
    <>
      <path class="c-ink" d="M30 18h260v136H30z" /><path class="c-paper" d="M40 28h240v116H40z" />
      <path class="c-back" d="M74 144c2-34 22-42 46-44h8c24 2 44 10 46 44z" /><circle class="c-saffron" cx="124" cy="72" r="26" /><path class="c-ink" d="M98 68c0-30 52-34 54 0-12 0-24-4-32-14-4 8-12 12-22 14z" />
      <path class="c-press" d="M196 50h66v34h-44l-12 14V84h-10z" /><path class="l-ink" d="M196 112h66M196 126h46" />
      <path class="c-ink" d="M140 154h40l10 20h-60z" />
    </>
  ),
} as const satisfies Readonly<Record<string, ComponentChild>>

export type SceneName = keyof typeof SCENES

export function Scene({ name }: { readonly name: SceneName }) {
  return (
    <svg class="scene" viewBox="0 0 320 180" aria-hidden="true" preserveAspectRatio="xMidYMid slice">{SCENES[name]}</svg>
  )
}
