/** The API reference; English only, as is the document that it shows. */
export const apiDocs = {
  title: 'API reference',
  contents: 'Operations',
  document: 'OpenAPI document',
  version: (version: string) => `Version ${version}`,
  scopes: 'Needs the scope',
  parameters: 'Parameters',
  body: 'Request body',
  responses: 'Responses',
  call: 'Call',
  parametersOf: (operation: string) => `Parameters of ${operation}`,
  exampleOf: (what: string) => `Example of ${what}`,
  fieldsOf: (what: string) => `Fields of ${what}`,
  headers: 'Headers',
  name: 'Name',
  type: 'Type',
  meaning: 'Meaning',
  required: 'required',
  places: { path: 'path', query: 'query', header: 'header', cookie: 'cookie' } as Readonly<
    Record<string, string>
  >,
  problems: 'Problems',
  code: 'Code',
  status: 'Status',
  emptyTitle: 'No operations',
  emptyText: 'The document describes none.',
};
