// HeyGen's public voices and looks, by id, as in ComfyUI's HeyGen nodes (comfy_api_nodes/apis/heygen.py), read 2026-11-22.
// The emulator's own list: what the service believes is not asked.

export const VOICES: ReadonlySet<string> = new Set([
  '0adc547b76a5401c856274c379904eb7', '0b464b2f4e2249a4b5a05e60eaf41e7e', '16a09e4706f74997ba4ed05ea11470f6',
  '42d00d4aac5441279d8536cd6b52c53c', '453c20e1525a429080e2ad9e4b26f2cd', '4754e1ec667544b0bd18cdf4bec7d6a7',
  '5d8c378ba8c3434586081a52ac368738', '6be73833ef9a4eb0aeee399b8fe9d62b', '897d6a9b2c844f56aa077238768fe10a',
  'cef3bc4e0a84424cafcde6f2cf466c97', 'd2f4f24783d04e22ab49ee8fdc3715e0', 'f8c69e517f424cafaecde32dde57096b',
])

/** Photos: every engine animates them. */
export const PHOTO_LOOKS: ReadonlySet<string> = new Set([
  'f57b3e626adb4bc997b38f64884adce4', 'f5cd7b94056f495ca0610602d64a9aa3', 'f6659bbb094b459c87c967edbb9ee481',
  'f7173d2bb8584c00bfec6905c5e9a492', 'faf66681d8cc48dc82c4283200b3e782', 'fb472bc29ab04bcca576e3703978fecb',
  'fc268dc244bb40d7a554663ce723dcf0', 'fd6814ecc5e143cd899e615a80eaa2dc', 'fda889ac354a440da8dbecc410981273',
  'fe563971fd2d438e957372dac9e2be8c', 'ff172d6c499c4e47ba6fcc5de631e9fc',
])

/** Filmed people. */
export const STUDIO_LOOKS: readonly string[] = [
  'Annie_Lounge_Standing_Side_public', 'Brandon_Business_Sitting_Front_public',
  'Caroline_Business_Sitting_Side_public',
]
