// Which drawn scene a text brings, in the three ways our callers write.
import { describe, expect, it } from 'vitest'
import { sceneOf } from '../../src/domain/scene.ts'

describe('the scene of a text', () => {
  const said: readonly (readonly [text: string, scene: string])[] = [
    ['A lotus opening at dawn', 'lotus'],
    ['सुबह की रोशनी में खिलता कमल', 'lotus'],
    ['talab mein khilta kamal', 'lotus'],
    ['Mountains at sunset, cinematic', 'mountains'],
    ['पहाड़ों पर ढलता सूरज', 'mountains'],
    ['A busy street at night', 'street'],
    ['रात की सड़क, बारिश में', 'street'],
    ['raat ki sadak par ek auto', 'street'],
    ['product shot of a perfume bottle', 'turntable'],
    ['शादी में नाचती हुई लड़की', 'dancer'],
    ['a KATHAK performance', 'dancer'],
    ['मुस्कुराता चेहरा', 'face'],
  ]
  for (const [text, scene] of said) it(`"${text}" is ${scene}`, () => expect(sceneOf(text)).toBe(scene))

  it('its first word that names one decides', () => {
    expect([sceneOf('a street beside a lotus pond'), sceneOf('a lotus pond beside a street')]).toEqual(['street', 'lotus'])
  })

  it('a word inside another names nothing, and where none does it is the mountains', () => {
    expect([sceneOf('an unshoelaced thing'), sceneOf(''), sceneOf('द'), sceneOf('x')]).toEqual(Array(4).fill('mountains'))
  })

  it('letters are the same however they were typed', () => {
    expect(sceneOf('पहा\u095C'.normalize('NFD'))).toBe(sceneOf('पहा\u095C'))
    expect(sceneOf('स\u095Cक')).toBe('street')
  })
})
