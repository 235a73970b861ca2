export const CALLBACK_SECRET = 'a secret of the tests that makes callback addresses'
