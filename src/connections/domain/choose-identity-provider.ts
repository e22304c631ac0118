import type { MetadataKind } from './metadata.js';
import {
  MetadataRefused,
  quoted,
  type MetadataContext,
  type MetadataProblemCode,
} from './metadata-problems.js';
import { childrenOf, isMetadata } from './metadata-elements.js';
import type { XmlTree } from './parse-xml-tree.js';

const PROTOCOL_NAMESPACE = 'urn:oasis:names:tc:SAML:2.0:protocol';
const WS_FEDERATION_NAMESPACE = 'http://docs.oasis-open.org/wsfed/federation/200706';
const SHOWN_CANDIDATES = 10;
const MAX_ENTITY_ID_LENGTH = 1024; // SAML core 8.3.6

/** The one identity provider that a document is about. */
export interface ChosenIdentityProvider {
  readonly kind: MetadataKind;
  readonly entityId: string;
  /** Its IDPSSODescriptors for SAML 2.0; more than one is legal and rare, and all of them count. */
  readonly roles: readonly XmlTree[];
  /** validUntil of the roles, the entity and every EntitiesDescriptor around it: the earliest holds. */
  readonly validUntil: readonly string[];
}

interface Entity {
  readonly element: XmlTree;
  readonly entityId: string;
  readonly roles: readonly XmlTree[];
  readonly enclosingValidUntil: readonly string[];
}

/**
 * Finds the identity provider: the only one there is, or the one that `entityId` names. Entity IDs are compared byte
 * for byte, as later with the Issuer. We never pick one of several by ourselves.
 */
export function chooseIdentityProvider(root: XmlTree, entityId?: string): ChosenIdentityProvider {
  const kind = readKind(root);
  const entities = listEntities(root, []);
  const providers = entities.filter((entity) => entity.roles.length > 0);
  const candidates = [...new Set(providers.map((entity) => entity.entityId))].filter(Boolean);
  const context = { kind, candidates };
  if (providers.length === 0) throw new MetadataRefused(whyNoProvider(entities), '', context);
  const chosen = pick(providers, entityId, context);
  if (!isEntityId(chosen.entityId)) {
    throw new MetadataRefused('metadata_entity_id_malformed', '', context);
  }
  const own = [chosen.element, ...chosen.roles].map((element) => readValidUntil(element));
  return {
    kind,
    entityId: chosen.entityId,
    roles: chosen.roles,
    validUntil: [...chosen.enclosingValidUntil, ...own.flat()],
  };
}

function pick(
  providers: readonly Entity[],
  entityId: string | undefined,
  context: MetadataContext,
): Entity {
  const matching =
    entityId === undefined
      ? providers
      : providers.filter((provider) => provider.entityId === entityId);
  const [first, second] = matching;
  if (first === undefined) {
    throw new MetadataRefused('metadata_entity_not_found', listed(context.candidates), context);
  }
  if (second === undefined) return first;
  if (matching.every((provider) => provider.entityId === first.entityId)) {
    throw new MetadataRefused('metadata_entity_twice', '', context);
  }
  throw new MetadataRefused('metadata_several_idps', listed(context.candidates), context);
}

function readKind(root: XmlTree): MetadataKind {
  if (isMetadata(root, 'EntityDescriptor')) return 'entity';
  if (isMetadata(root, 'EntitiesDescriptor')) return 'entities';
  if (root.name.toLowerCase() === 'html') throw new MetadataRefused('metadata_is_html');
  if (root.namespace === PROTOCOL_NAMESPACE || root.name === 'Assertion') {
    throw new MetadataRefused('metadata_is_message', quoted(root.name, 60));
  }
  throw new MetadataRefused('metadata_is_other_xml', quoted(root.name, 60));
}

function listEntities(element: XmlTree, enclosingValidUntil: readonly string[]): Entity[] {
  if (isMetadata(element, 'EntityDescriptor')) {
    const entityId = element.attributes.get('entityID') ?? '';
    return [{ element, entityId, roles: readSaml2Roles(element), enclosingValidUntil }];
  }
  if (!isMetadata(element, 'EntitiesDescriptor')) return [];
  const validUntil = [...enclosingValidUntil, ...readValidUntil(element)];
  return element.children.flatMap((child) => listEntities(child, validUntil));
}

function readSaml2Roles(entity: XmlTree): readonly XmlTree[] {
  return childrenOf(entity, 'IDPSSODescriptor').filter((role) =>
    (role.attributes.get('protocolSupportEnumeration') ?? PROTOCOL_NAMESPACE)
      .split(/\s+/)
      .includes(PROTOCOL_NAMESPACE),
  );
}

function whyNoProvider(entities: readonly Entity[]): MetadataProblemCode {
  const have = (name: string) => entities.flatMap(({ element }) => childrenOf(element, name));
  if (have('IDPSSODescriptor').length > 0) return 'metadata_saml1_only';
  // Before the SP: AD FS with SAML switched off still describes itself as a service provider, too.
  if (have('RoleDescriptor').some(isTokenService)) return 'metadata_ws_federation_only';
  return have('SPSSODescriptor').length > 0 ? 'metadata_is_sp' : 'metadata_no_idp';
}

/** WS-Federation describes who issues tokens as a RoleDescriptor of a type of its own. */
function isTokenService(role: XmlTree): boolean {
  return role.children.some(
    (child) =>
      child.namespace === WS_FEDERATION_NAMESPACE && child.name === 'SecurityTokenServiceEndpoint',
  );
}

/** An entity ID that a response's Issuer can ever equal: no blanks or control characters that XML or people lose. */
function isEntityId(text: string): boolean {
  return /^[^\s\p{Cc}]+$/u.test(text) && text.length <= MAX_ENTITY_ID_LENGTH;
}

function listed(entityIds: readonly string[]): string {
  const shown = entityIds.slice(0, SHOWN_CANDIDATES).map((entityId) => quoted(entityId));
  const more = entityIds.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function readValidUntil(element: XmlTree): string[] {
  const text = element.attributes.get('validUntil');
  return text === undefined ? [] : [text];
}
