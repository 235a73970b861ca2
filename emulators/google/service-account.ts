// The emulator's own service account. Its key pair was made for this file, opens nothing but this emulator, and is no secret.

export const GOOGLE_EMULATOR_PROJECT = 'doitong-emulator'
/** Of Veo; the image models are at `global`. */
export const GOOGLE_EMULATOR_LOCATION = 'us-central1'
export const GOOGLE_EMULATOR_EMAIL = 'tests@doitong-emulator.iam.gserviceaccount.com'
/** What an assertion must be made out to, wherever it is sent. */
export const GOOGLE_TOKEN_AUDIENCE = 'https://oauth2.googleapis.com/token'

const PRIVATE_KEY = [
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQChcEBVI7ujRhnSwFVW+rq9K+VLNcrr/GrNe/af/cdFNQxZz+coGF6Iob72Z3PxXnnHM1Um',
  'KLtp1P4RUAOYYUclODY3zN8LiljygQwUQ6/ran+kp4Wu5f2XRH2fqcMqS0/er3z1pt1oPtmd71WS2Q9OZU1NTHUjzNB0vZPHdLgtHgN6ynFhJsmykdPEKTmf',
  '7u4WA4xK7syQbgNrgXw2ZfLii89afV3rApmubv6kwMG7puqGquBecFq0fkfIY0a1hzcRXQDg1NPDgWI1sTj1iLejBKfUu4KBiRJ9aHgNCsRBg/gt1IhnZIGa',
  'P3ZEAFo3JmlCupjFAz6DnxR2ODfSxeIvAgMBAAECggEABormEI1CLXvJ0CC7VKsUplYBFOs5LhcsvOcpN5KxYLylo34pgBZ8vkzP0Gyg5kdN6CTMbp93+PII',
  '2erEOoi2uWttxxUmdPFGaY2RT8DugDvwsFuZr1ziyh6ceLwIjM5AjmXOSqZYksD5UM1CSpFBbYvtdhSDKtBCInkMZCj2zd05BlORJkfjhZ7mLiDVG0CQMFVV',
  '3HmIooaj/4wJDDIDwI5LWUWm4ar0wKmjNn+l403KsPcK93bIp9B83g/OTbbpfFKxeCVpqjFeLw/3g0TGeoF9kowf/AnukUjxHtov+lgAx7BWDs7YOl7WEdxI',
  'ENzqDOVgtNRMduaYcXASwGRAAQKBgQDWoSqQwajmcjZrHSU+hjxxyeFE16ZY6BzmpkHMBK66nRKom0vZYK7CYMBGRMMz8yCOvEaWJAp01SUkCXKEoaW/BUnr',
  'Yjue2vLUdw0CeoUh5o6eIgbQTW+DPybR7joIP29Syb0TimBdJZLPkLP8krieuB2DSM2345Y1LaOG1MfTLwKBgQDAjmMDJMoNIUfD7UeGRd+l2XsguL0qA1/n',
  'vYjiSt3Hcf+2+z3XHKgKngfK3iwqzMvzCv7mIY37mRG/pQtTR8/Po5NL98Q2fRV1B003tflkdMDTVT20gECiNdJhg4IyUYERX1uHc60aUIYN9WKKo/LocHOt',
  'LRN5NVSAb9s6M0shAQKBgF43d3j+Gke3AV5599x/js8goOvYgqRqmC1D9IQ71fwDcapkKaKuB2k6kY0HKG2In9Uonw/PmGt7GYe9QfEpCJpXFwDmKWftk0Vj',
  'UWmyIPklvZt7MmSEaZxCv6bOHdl7B0JfXsnSJ8Ub9lt5mRkZy0OZbRMxhWTg2hJUC4HnrCRvAoGBALvdL3StvAO7aI0bPyEdounomVx/YO9Qg41ROe+uI1qn',
  'OlmIHfl1l+1j6S5gPK81R/ZD0BUuv5us58gWekoyUem/KcKAZQrUVs7q5Mdp33vG/SoyjBVC28xmvm8tIyV8p3QPmPk6PrThwyhzNEUXV7K3o+RdihZDlcIJ',
  'X9YUnUQBAoGAec+Iz4cYEWGdt1WvVmGVgflFBRKSZOt37O28p2UvilVz88LAY+Y/Cx+AyJViEnsRngFHU6mOolSKm/9J7QgztnOsamV4gAEB2ddnxU2d9kdU',
  'jnXuZsYYP1ano9fgS0bhOku4DZFXQ73bv+jIqu+fH2ThgOt7xJ8d/SowUvQX0zc=',
].join('')

const PUBLIC_KEY = [
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoXBAVSO7o0YZ0sBVVvq6vSvlSzXK6/xqzXv2n/3HRTUMWc/nKBheiKG+9mdz8V55xzNVJii7adT+',
  'EVADmGFHJTg2N8zfC4pY8oEMFEOv62p/pKeFruX9l0R9n6nDKktP3q989abdaD7Zne9VktkPTmVNTUx1I8zQdL2Tx3S4LR4DespxYSbJspHTxCk5n+7uFgOM',
  'Su7MkG4Da4F8NmXy4ovPWn1d6wKZrm7+pMDBu6bqhqrgXnBatH5HyGNGtYc3EV0A4NTTw4FiNbE49Yi3owSn1LuCgYkSfWh4DQrEQYP4LdSIZ2SBmj92RABa',
  'NyZpQrqYxQM+g58Udjg30sXiLwIDAQAB',
].join('')

const pem = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`

export const GOOGLE_EMULATOR_PUBLIC_KEY = pem('PUBLIC KEY', PUBLIC_KEY)

/** The key file, as one downloads it from Google. */
export const GOOGLE_EMULATOR_SERVICE_ACCOUNT = JSON.stringify({
  type: 'service_account',
  project_id: GOOGLE_EMULATOR_PROJECT,
  private_key_id: 'emulator-0001',
  private_key: pem('PRIVATE KEY', PRIVATE_KEY),
  client_email: GOOGLE_EMULATOR_EMAIL,
  token_uri: GOOGLE_TOKEN_AUDIENCE,
})
