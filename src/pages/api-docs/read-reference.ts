import { curlLine } from './curl-line.js';
import { asList, asObject, asText, resolve, type Json } from './json.js';
import { readExample } from './read-example.js';
import { limitsOf, readFields, typeOf, type SchemaField } from './read-schema.js';

/** An OpenAPI 3.1 document as a page shows it. */
export interface ApiReference {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly groups: readonly OperationGroup[];
  /** From `x-problems`: OpenAPI has no place for codes of its own. */
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly code: string;
  readonly status: string;
  readonly meaning: string;
}

export interface OperationGroup {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: Content | null;
  readonly responses: readonly ApiResponse[];
  readonly curl: string;
}

export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  readonly limits: readonly string[];
  readonly example: unknown;
}

export interface Content {
  readonly mediaType: string;
  readonly fields: readonly SchemaField[];
  readonly example: string | null;
}

export interface ApiResponse {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly string[];
  readonly content: Content | null;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Groups the operations by their first tag, in the order in which the document names tags, then operations. */
export function readReference(document: Json, baseUrl: string): ApiReference {
  const info = asObject(document['info']);
  const operations = Object.entries(asObject(document['paths'])).flatMap(([path, item]) =>
    METHODS.filter((method) => method in asObject(item)).map((method) =>
      readOperation(document, baseUrl, path, method, asObject(item)),
    ),
  );
  const described = asList(document['tags']).map(asObject);
  const names = new Set([
    ...described.map((tag) => asText(tag['name'])),
    ...operations.map(([tag]) => tag),
  ]);
  const groups = [...names].map((name) => ({
    name,
    description: asText(described.find((tag) => tag['name'] === name)?.['description']),
    operations: operations.filter(([tag]) => tag === name).map(([, operation]) => operation),
  }));
  return {
    title: asText(info['title']),
    version: asText(info['version']),
    description: asText(info['description']),
    groups: groups.filter((group) => group.operations.length > 0),
    problems: asList(document['x-problems'])
      .map(asObject)
      .map(({ code, status, meaning }) => ({
        code: asText(code),
        status: String(status),
        meaning: asText(meaning),
      })),
  };
}

function readOperation(
  document: Json,
  baseUrl: string,
  path: string,
  method: string,
  item: Json,
): [tag: string, operation: Operation] {
  const source = asObject(item[method]);
  const parameters = [...asList(item['parameters']), ...asList(source['parameters'])].map((one) =>
    readParameter(document, resolve(document, one)),
  );
  const requestBody = resolve(document, source['requestBody']);
  const body = readContent(document, requestBody['content']);
  return [
    asText(asList(source['tags'])[0]),
    {
      id: asText(source['operationId']) || `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`,
      method: method.toUpperCase(),
      path,
      summary: asText(source['summary']),
      description: asText(source['description']),
      scopes: scopesOf(source['security'] ?? document['security']),
      parameters,
      body,
      responses: Object.entries(asObject(source['responses'])).map(([status, response]) =>
        readResponse(document, status, resolve(document, response)),
      ),
      curl: curlLine({ method, baseUrl, path, parameters, body: body?.example ?? null }),
    },
  ];
}

function readParameter(document: Json, source: Json): Parameter {
  const schema = resolve(document, source['schema']);
  return {
    name: asText(source['name']),
    place: asText(source['in']),
    type: typeOf(document, schema),
    isRequired: source['required'] === true,
    description: asText(source['description']) || asText(schema['description']),
    limits: limitsOf(schema),
    example: readExample(document, source),
  };
}

function readResponse(document: Json, status: string, source: Json): ApiResponse {
  return {
    status,
    description: asText(source['description']),
    headers: Object.keys(asObject(source['headers'])),
    content: readContent(document, source['content']),
  };
}

/** The first media type that the content names. */
function readContent(document: Json, content: unknown): Content | null {
  const [first] = Object.entries(asObject(content));
  if (!first) return null;
  const [mediaType, source] = first;
  const example = readExample(document, asObject(source));
  return {
    mediaType,
    fields: readFields(document, asObject(source)['schema']),
    example:
      example === undefined || typeof example === 'string'
        ? (example ?? null)
        : JSON.stringify(example, null, 2),
  };
}

function scopesOf(security: unknown): string[] {
  const scopes = asList(security).flatMap((one) => Object.values(asObject(one)).flatMap(asList));
  return [...new Set(scopes.map(asText).filter(Boolean))];
}
