/** What a message says that it is encrypted with, by what the URIs end in: the content first, then its key. */
export function ciphersOf(xml: string): string[] {
  const methods = xml.matchAll(/EncryptionMethod [^>]*Algorithm="[^"#]+(#[^"]+)"/g);
  return [...methods].map(([, name = '']) => name);
}
