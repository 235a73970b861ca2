// The smallest image to start from: a PNG of one pixel.
const BASE64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const PIXEL: Uint8Array = Buffer.from(BASE64, 'base64')
export const PIXEL_URL = `data:image/png;base64,${BASE64}`
export const PIXEL_BASE64 = BASE64
