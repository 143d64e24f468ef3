/** `@anna` does not address Ann: no letter, digit or underscore may follow the name. */
export function isAddressed(lowerCaseText: string, name: string): boolean {
  const sign = `@${name.toLowerCase()}`;
  for (let at = lowerCaseText.indexOf(sign); at >= 0; at = lowerCaseText.indexOf(sign, at + 1)) {
    if (!/^[\p{L}\p{N}_]/u.test(lowerCaseText.slice(at + sign.length))) return true;
  }
  return false;
}
