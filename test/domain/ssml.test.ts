// What is SSML, and what of it is well-formed.
import { describe, expect, it } from 'vitest'
import { isSsml, isWellFormedSsml } from '../../src/domain/ssml.ts'

describe('SSML', () => {
  it.each(['<speak>Hi</speak>', ' \n<speak xml:lang="hi-IN">नमस्ते', '<?xml version="1.0"?>\n<speak>Hi</speak>', '<speak/>', '<speak'.concat('>')])(
    'is meant by %j',
    (text) => expect(isSsml(text)).toBe(true),
  )

  it.each(['Hi', '<speaker>Hi</speaker>', 'He said: <speak>Hi</speak>', '<p>Hi</p>', '', '5 < 6'])('is not meant by %j', (text) => {
    expect(isSsml(text)).toBe(false)
  })
})

describe('SSML is well-formed', () => {
  it.each([
    '<speak>Hi</speak>',
    '  <speak>\n</speak>\n',
    '<?xml version="1.0" encoding="UTF-8"?><speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis">Hi</speak>',
    '<speak>नमस्ते <break time="500ms"/> और <break time=\'1s\' strength = "weak" /> फिर</speak>',
    '<speak><p><s>One.</s><s>Two &amp; three &lt;4&gt; &#169; &#x1F600;.</s></p></speak>',
    '<speak><say-as interpret-as="date" format="yyyymmdd">20261122</say-as></speak>',
    '<speak><sub alias="World Wide Web Consortium">W3C</sub> <mark name="here"></mark></speak>',
    '<speak><prosody rate="slow" pitch="-2st"><emphasis level="strong">Slowly</emphasis></prosody></speak>',
    '<speak><par><media xml:id="a" begin="0.5s"><speak-not-here/></media></par></speak>'.replace('<speak-not-here/>', '<audio src="https://example.com/a.mp3?x=1&amp;y=2"><desc>a cat</desc></audio>'),
    '<speak><google:style name="lively">Yes!</google:style><lang xml:lang="fr-FR">Oui</lang></speak>',
    '<speak><!-- a - comment <with> & things -->Hi<![CDATA[ a < b && c ]]></speak>',
    '<speak>3 > 2</speak>',
    '<speak>[[slow]] text ]] </speak>',
  ])('%s', (text) => expect(isWellFormedSsml(text)).toBe(true))
})

describe('SSML is not well-formed', () => {
  it.each([
    ['nothing', ''],
    ['no markup', 'Hi'],
    ['an element left open', '<speak>Hi'],
    ['an element left open inside', '<speak><p>Hi</speak>'],
    ['elements that overlap', '<speak><p><s>Hi</p></s></speak>'],
    ['a close too many', '<speak>Hi</speak></speak>'],
    ['nothing but a close', '</speak>'],
    ['another root', '<p>Hi</p>'],
    ['two roots', '<speak>Hi</speak><speak>Ho</speak>'],
    ['speak within speak', '<speak><speak>Hi</speak></speak>'],
    ['text before the root', 'Hi <speak>Ho</speak>'],
    ['text after the root', '<speak>Hi</speak> Ho'],
    ['an entity after the root', '<speak>Hi</speak>&amp;'],
    ['another voice, which may cost more', '<speak><voice name="en-US-Studio-O">Hi</voice></speak>'],
    ['an unknown element', '<speak><blink>Hi</blink></speak>'],
    ['an element in capitals', '<SPEAK>Hi</SPEAK>'],
    ['an unquoted attribute', '<speak><break time=1s/></speak>'],
    ['an attribute without a value', '<speak><break strong/></speak>'],
    ['attributes without a space between', '<speak><break time="1s"strength="weak"/></speak>'],
    ['an attribute twice', '<speak><break time="1s" time="2s"/></speak>'],
    ['quotes that do not match', '<speak><break time="1s\'/></speak>'],
    ['a bare < in an attribute', '<speak><sub alias="a<b">c</sub></speak>'],
    ['a bare & in an attribute', '<speak><audio src="https://example.com/?a=1&b=2"/></speak>'],
    ['a bare & in the text', '<speak>You & me</speak>'],
    ['an entity of HTML', '<speak>A&nbsp;B</speak>'],
    ['a reference to no character', '<speak>&#0;</speak>'],
    ['a reference past Unicode', '<speak>&#x110000;</speak>'],
    ['a bare <', '<speak>a < b</speak>'],
    ['the end of a CDATA section that never began', '<speak>a ]]> b</speak>'],
    ['a comment left open', '<speak><!-- Hi</speak>'],
    ['a comment with two hyphens', '<speak><!-- a -- b -->Hi</speak>'],
    ['a document type', '<!DOCTYPE speak><speak>Hi</speak>'],
    ['a control character', '<speak>a\u0000b</speak>'],
    ['half a character', '<speak>\ud83d</speak>'],
    ['a hundred and one elements deep', `<speak>${'<p>'.repeat(100)}Hi${'</p>'.repeat(100)}</speak>`],
  ])('%s', (_what, text) => expect(isWellFormedSsml(text)).toBe(false))

  it('is decided in a moment, also for a long text', () => {
    expect(isWellFormedSsml(`<speak>${'a '.repeat(200_000)}</speak>`)).toBe(true)
    expect(isWellFormedSsml(`<speak>${'<break time="1s"/> '.repeat(20_000)}`)).toBe(false)
    expect(isWellFormedSsml(`<speak${' '.repeat(100_000)}`)).toBe(false)
    expect(isWellFormedSsml(`<speak>${'<!--'.repeat(10_000)}</speak>`)).toBe(false)
  })
})
