// The same without one of its members.
export function without<Whole extends object, Name extends keyof Whole>(whole: Whole, name: Name): Omit<Whole, Name> {
  const { [name]: dropped, ...rest } = whole
  void dropped
  return rest
}
