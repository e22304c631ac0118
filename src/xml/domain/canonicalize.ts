import {
  ParseOption,
  XmlC14NMode,
  XmlDocument,
  XmlError,
  type XmlOutputBufferHandler,
} from 'libxml2-wasm';

/** No network, no external entities, no DTD: the text has passed the strict reader, and libxml2 may do no more than that. */
const PARSING = {
  option: (ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE) as ParseOption,
};

/**
 * Exclusive XML Canonicalization 1.0 without comments, of a whole little document, by libxml2.
 * @param text a document that the strict reader accepts
 * @param inclusivePrefixes the PrefixList of InclusiveNamespaces (exclusive C14N 2.1)
 * @returns UTF-8 octets; null where libxml2 cannot (a namespace name that is a relative URI, C14N 1.0 1.3)
 */
export function canonicalize(text: string, inclusivePrefixes: readonly string[]): Buffer | null {
  const octets = new Octets();
  try {
    write(text, inclusivePrefixes, octets);
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
  return octets.all();
}

function write(text: string, inclusivePrefixes: readonly string[], octets: Octets): void {
  // In WebAssembly memory, which the garbage collector does not see: freed here, whatever happens.
  const document = XmlDocument.fromString(text, PARSING);
  try {
    document.canonicalize(octets, {
      mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
      ...(inclusivePrefixes.length > 0
        ? { inclusiveNamespacePrefixes: [...inclusivePrefixes] }
        : {}),
    });
  } finally {
    document.dispose();
  }
}

/** The library's own handler decodes chunk by chunk, and cuts characters in two where a chunk ends inside one. */
class Octets implements XmlOutputBufferHandler {
  readonly #chunks: Uint8Array[] = [];

  write(chunk: Uint8Array): number {
    this.#chunks.push(chunk.slice()); // the memory under it is libxml2's, which goes on using it
    return chunk.byteLength;
  }

  close(): boolean {
    return true;
  }

  all(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
