// The premade voices that every account has, by id: GET /v2/voices?category=premade, as published with the vendor's samples,
// read 2026-11-22. The emulator's own list: what the service believes is not asked.

export const PREMADE_VOICES: ReadonlySet<string> = new Set([
  '21m00Tcm4TlvDq8ikWAM', '29vD33N1CtxCmqQRPOHJ', '2EiwWnXFnvU5JabPnv8n', '5Q0t7uMcjvnagumLfvZi', '9BWtsMINqrJLrRacOk9x',
  'AZnzlk1XvdvUeBnXmlld', 'CwhRBWXzGAHq8TQ4Fs17', 'EXAVITQu4vr4xnSDxMaL', 'ErXwobaYiN019PkySvjV', 'FGY2WhTYpPnrIDTdsKH5',
  'IKne3meq5aSn9XLyUdCD', 'JBFqnCBsd6RMkjVDRZzb', 'MF3mGyEYCl7XYWbV9V6O', 'N2lVS1w4EtoT3dr4eOWO', 'TX3LPaxmHKxFdv7VOQHJ',
  'TxGEqnHWrfWFTfGW9XjX', 'VR6AewLTigWG4xSOukaG', 'Xb7hH8MSUJpSbSDYk0k2', 'XrExE9yKIg1WjnnlVkGX', 'bIHbv24MWmeRgasZH58o',
  'cgSgspJ2msm6clMCkdW9', 'cjVigY5qzO86Huf0OWal', 'iP95p4xoKVk53GoZ742B', 'nPczCjzI2devNBz1zQrb', 'onwK4e9ZLuTAKqWW03F9',
  'pFZP5JQG7iQjIQuC4Bku', 'pNInz6obpgDQGcFmaJgB', 'yoZ06aMxZJJ28mfd3POQ',
])
