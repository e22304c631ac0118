import { accept, refuse, type Decision } from '../../errors/index.js';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
/** xmldom reads elements of this namespace as HTML (sax.js, parseHtmlSpecialContent): a script's children are its text. */
const XHTML_NAMESPACE = 'http://www.w3.org/1999/xhtml';
const MAX_NAMESPACE_LENGTH = 512;
const MAX_PREFIX_LENGTH = 128;

/** XML 1.0 2.3 reserves what begins with xml; xmldom keeps prefixes in a plain object, where __proto__ is no key. */
const RESERVED_PREFIX = /^(xml|__proto__$)/i;

/**
 * A namespace name is an identifier, so only what stands in URIs is let in. Above all no quote, ampersand or angle
 * bracket: xml-crypto (exclusive-canonicalization.js, renderNs) writes the name into the canonical text unescaped,
 * where `urn:x" ID="_y` would become an attribute.
 */
const NAMESPACE_NAME = /^[A-Za-z0-9_.~:/?#[\]@!$()*+,;=%-]*$/;

/**
 * Namespaces in XML 1.0, as a stack of bindings per prefix: looking a prefix up costs the same at any depth.
 * A refusal here means that two readers could resolve one name differently.
 */
export class NamespaceScope {
  readonly #bindings = new Map<string, string[]>([['xml', [XML_NAMESPACE]]]);

  /** `prefix` is '' for the default namespace. The caller leaves the scope with `forget` at the end tag. */
  declare(prefix: string, uri: string): Decision<void> {
    if (RESERVED_PREFIX.test(prefix) || prefix.length > MAX_PREFIX_LENGTH) {
      return refuse('namespace_unresolved', { prefix: prefix.slice(0, 40), detail: 'reserved' });
    }
    if (uri === XML_NAMESPACE || uri === XMLNS_NAMESPACE || uri === XHTML_NAMESPACE) {
      return refuse('namespace_unresolved', {
        prefix,
        detail: 'a namespace that is not for messages',
      });
    }
    if (prefix !== '' && uri === '') {
      return refuse('namespace_unresolved', { prefix, detail: 'a prefix is undeclared' });
    }
    if (uri.length > MAX_NAMESPACE_LENGTH || !NAMESPACE_NAME.test(uri)) {
      return refuse('namespace_unresolved', { prefix, detail: 'a namespace name is not a URI' });
    }
    const stack = this.#bindings.get(prefix);
    if (stack) stack.push(uri);
    else this.#bindings.set(prefix, [uri]);
    return accept(undefined);
  }

  forget(prefixes: Iterable<string>): void {
    for (const prefix of prefixes) this.#bindings.get(prefix)?.pop();
  }

  /** The namespace that a prefix stands for; the default one, or none, where there is no prefix. */
  resolve(prefix: string): Decision<string> {
    const bound = this.#bindings.get(prefix)?.at(-1);
    if (bound !== undefined) return accept(bound);
    return prefix === '' ? accept('') : refuse('namespace_unresolved', { prefix });
  }
}
